// SPDX-License-Identifier: MIT
// Lists: in the order of ids, page by page, with a next page only where there is one.
#include "store/support/store_test.hpp"

namespace carillon::store::test {
namespace {

class Lists : public StoreTest {};
INSTANTIATE_TEST_SUITE_P(Engines, Lists, testing::ValuesIn(all_engines()), testing::PrintToStringParamName());

TEST_P(Lists, SayThatThereIsMoreOnlyWhenThereIs) {
    const CampaignId id = draft().id;
    add(id, 1, 5);

    const auto first = await(store->list_contacts({id, std::nullopt, 0, 2}));
    const auto second = await(store->list_contacts({id, std::nullopt, first.next.value(), 2}));
    const auto third = await(store->list_contacts({id, std::nullopt, second.next.value(), 2}));
    const auto exact = await(store->list_contacts({id, std::nullopt, 0, 5}));

    EXPECT_EQ(first.items.size(), 2U);
    EXPECT_EQ(second.items.at(0).phone, number(3).e164());
    EXPECT_EQ(third.items.size(), 1U);
    EXPECT_FALSE(third.next);
    EXPECT_EQ(exact.items.size(), 5U);
    EXPECT_FALSE(exact.next);
}

TEST_P(Lists, OfContactsAreOfOneCampaignAndOneStatus) {
    const CampaignId id = running().id;
    add(id, 1, 3);
    add(draft("Other").id, 11, 13);
    (void)claim(id, 1);

    EXPECT_EQ(contacts(id).size(), 3U);
    EXPECT_EQ(await(store->list_contacts({id, ContactStatus::pending})).items.size(), 2U);
    EXPECT_EQ(await(store->list_contacts({id, ContactStatus::in_progress})).items.size(), 1U);
    EXPECT_EQ(await(store->list_contacts({id, ContactStatus::busy})).items.size(), 0U);
}

TEST_P(Lists, OfCampaignsCanBeOfOneStatus) {
    (void)draft("A");
    (void)running("B");
    (void)running("C");

    EXPECT_EQ(await(store->list_campaigns({})).items.size(), 3U);
    const auto running_ones = await(store->list_campaigns({CampaignStatus::running, 0, 1}));
    EXPECT_EQ(running_ones.items.at(0).name, "B");
    ASSERT_TRUE(running_ones.next);
    EXPECT_EQ(await(store->list_campaigns({CampaignStatus::running, *running_ones.next, 1})).items.at(0).name,
              "C");
}

TEST_P(Lists, OfCallsCanBeOfACampaignAContactAndAStatus) {
    const Call busy = accepted(1);
    settle(callback(busy, "busy", 3));
    const Call retry = claim(*busy.campaign_id, 1, noon + Seconds{5} + retry_delay).at(0).call;
    const Call other = accepted(2);
    const auto list = [&](ListCalls wanted) { return await(store->list_calls(std::move(wanted))).items; };
    const auto ids = [](const std::vector<Call>& calls) {
        std::vector<CallId> all;
        for (const Call& call : calls) all.push_back(call.id);
        return all;
    };
    using Ids = std::vector<CallId>;

    const std::optional<CampaignId> any_campaign;
    const std::optional<ContactId> anybody;
    const std::optional<CallStatus> any_status;
    EXPECT_EQ(ids(list({})), (Ids{busy.id, retry.id, other.id}));
    EXPECT_EQ(ids(list({busy.campaign_id, anybody, any_status})), (Ids{busy.id, retry.id}));
    EXPECT_EQ(ids(list({any_campaign, other.contact_id, any_status})), (Ids{other.id}));
    EXPECT_EQ(ids(list({busy.campaign_id, other.contact_id, any_status})), (Ids{}));
    EXPECT_EQ(ids(list({busy.campaign_id, busy.contact_id, any_status})), (Ids{busy.id, retry.id}));
    EXPECT_EQ(ids(list({busy.campaign_id, anybody, CallStatus::busy})), (Ids{busy.id}));
    EXPECT_EQ(ids(list({any_campaign, busy.contact_id, CallStatus::pending})), (Ids{retry.id}));
    EXPECT_EQ(ids(list({any_campaign, anybody, CallStatus::pending})), (Ids{retry.id, other.id}));
}

TEST_P(Lists, OfImportsAndRejectedRowsArePagedToo) {
    const CampaignId id = draft().id;
    const ImportId import = begin(id);
    (void)begin(id);
    AddContacts wanted{import, {}, {{1, "", "a", "", ""}, {2, "", "b", "", ""}, {3, "", "c", "", ""}}, noon};
    (void)await(store->add_contacts(wanted));

    const auto imports = await(store->list_imports({id, 0, 1}));
    const auto rows = await(store->list_rejected_rows({import, 0, 2}));

    EXPECT_EQ(imports.items.at(0).id, import);
    EXPECT_EQ(await(store->list_imports({id, imports.next.value(), 1})).items.size(), 1U);
    EXPECT_EQ(rows.items.size(), 2U);
    EXPECT_EQ(await(store->list_rejected_rows({import, rows.next.value(), 2})).items.at(0).code, "c");
    EXPECT_EQ(await(store->find_import(import))->rejected, 3);
    EXPECT_FALSE(await(store->find_import(ImportId{99})));
}

TEST_P(Lists, OfSuppressionsArePaged) {
    for (int i = 1; i <= 3; ++i) suppress(number(i));

    const auto first = await(store->list_suppressions({0, 2}));
    const auto second = await(store->list_suppressions({first.next.value(), 2}));

    EXPECT_EQ(first.items.size(), 2U);
    EXPECT_EQ(second.items.at(0).phone, number(3).e164());
    EXPECT_FALSE(second.next);
}

TEST_P(Lists, OfResultsHoldEachContactOnceWithItsLastCall) {
    const Call busy = accepted(1);
    settle(callback(busy, "busy", 3));
    const Call retry = claim(*busy.campaign_id, 1, noon + Seconds{5} + retry_delay).at(0).call;
    add(*busy.campaign_id, 2, 2);

    const auto first = await(store->list_results(*busy.campaign_id, 0, 1));
    const auto second = await(store->list_results(*busy.campaign_id, first.next.value(), 1));

    ASSERT_EQ(first.items.size(), 1U);
    EXPECT_EQ(first.items[0].contact.phone, number(1).e164());
    EXPECT_EQ(first.items[0].call->id, retry.id);
    ASSERT_EQ(second.items.size(), 1U);
    EXPECT_FALSE(second.items[0].call);
    EXPECT_FALSE(second.next);
}

TEST_P(Lists, OfNothingAreEmptyAndFindNothing) {
    EXPECT_TRUE(await(store->list_campaigns({})).items.empty());
    EXPECT_TRUE(await(store->list_calls({})).items.empty());
    EXPECT_TRUE(await(store->list_callbacks(CallId{1})).empty());
    EXPECT_FALSE(await(store->find_contact(ContactId{1})));
    EXPECT_FALSE(await(store->find_call(CallId{1})));
    EXPECT_FALSE(await(store->find_call_by_sid(sid(1))));
}

}  // namespace
}  // namespace carillon::store::test
