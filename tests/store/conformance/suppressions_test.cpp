// SPDX-License-Identifier: MIT
// Numbers that must not be called.
#include "store/support/store_test.hpp"

namespace carillon::store::test {
namespace {

class Suppressions : public StoreTest {};
INSTANTIATE_TEST_SUITE_P(Engines,
                         Suppressions,
                         testing::ValuesIn(all_engines()),
                         testing::PrintToStringParamName());

TEST_P(Suppressions, AreCountedWhenNewAndKeepTheirFirstReason) {
    std::vector<NewSuppression> wanted{{number(1), "first"}, {number(2), "x"}, {number(1), "again"}};

    EXPECT_EQ(await(store->add_suppressions(wanted, noon)), 2);
    EXPECT_EQ(await(store->add_suppressions(wanted, noon)), 0);

    const auto all = await(store->list_suppressions({})).items;
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].phone, number(1).e164());
    EXPECT_EQ(all[0].reason, "first");
    EXPECT_EQ(all[0].created_at, noon);
}

TEST_P(Suppressions, BlockWhoWaitsInEveryCampaignAtOnce) {
    const CampaignId running = this->running("Running").id;
    const CampaignId drafted = draft("Draft").id;
    add(running, 1, 2);
    add(drafted, 1, 1);

    suppress(number(1));

    EXPECT_EQ(campaign(running).counts.of(ContactStatus::blocked), 1);
    EXPECT_EQ(campaign(running).counts.of(ContactStatus::pending), 1);
    EXPECT_EQ(campaign(drafted).counts.of(ContactStatus::blocked), 1);
    EXPECT_EQ(contacts(running).at(0).reason, "suppressed");
}

TEST_P(Suppressions, LeaveACallThatIsUnderWayToItsEnd) {
    const Call call = accepted(1);

    suppress(number(1));

    EXPECT_EQ(contact(call).status, ContactStatus::in_progress);
}

TEST_P(Suppressions, CompleteACampaignWhoseLastContactTheyBlock) {
    const CampaignId id = running().id;
    add(id, 1, 1);

    suppress(number(1));

    EXPECT_EQ(campaign(id).status, CampaignStatus::completed);
}

TEST_P(Suppressions, AreRemovedByTheNumberAndBlockedContactsStayBlocked) {
    const CampaignId id = running().id;
    add(id, 1, 1);
    suppress(number(1));

    const auto removed = await(store->remove_suppression(number(1), noon));

    EXPECT_EQ(removed.value().phone, number(1).e164());
    EXPECT_EQ(removed.value().reason, "asked us to stop");
    EXPECT_EQ(campaign(id).counts.of(ContactStatus::blocked), 1);
    EXPECT_EQ(await(store->remove_suppression(number(1), noon)).error().code, Errc::not_found);
    const ContactId blocked = contacts(id).at(0).id;
    EXPECT_EQ(await(store->requeue_contact(blocked, noon)).value().status, ContactStatus::pending);
}

}  // namespace
}  // namespace carillon::store::test
