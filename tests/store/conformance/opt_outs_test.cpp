// SPDX-License-Identifier: MIT
// People who want no more calls, and what becomes of a call that is under way to them.
#include "store/support/store_test.hpp"

namespace carillon::store::test {
namespace {

class OptOuts : public StoreTest {
protected:
    Contact opt_out(ContactId contact, std::string reason = "opted out") {
        return await(store->opt_out({contact, std::move(reason), noon})).value();
    }
};
INSTANTIATE_TEST_SUITE_P(Engines,
                         OptOuts,
                         testing::ValuesIn(all_engines()),
                         testing::PrintToStringParamName());

TEST_P(OptOuts, BlockTheNumberInEveryCampaignAndSayWhoAsked) {
    const CampaignId here = running("Here").id;
    const CampaignId elsewhere = draft("Elsewhere").id;
    add(here, 1, 2);
    add(elsewhere, 1, 1);
    const ContactId id = contacts(here).at(0).id;

    const Contact opted_out = opt_out(id, "asked on the phone");

    EXPECT_EQ(opted_out.id, id);
    EXPECT_EQ(opted_out.status, ContactStatus::blocked);
    EXPECT_EQ(opted_out.reason, "suppressed");
    EXPECT_EQ(contacts(elsewhere).at(0).status, ContactStatus::blocked);
    EXPECT_EQ(campaign(here).counts.of(ContactStatus::pending), 1);
    const auto suppressions = await(store->list_suppressions({})).items;
    ASSERT_EQ(suppressions.size(), 1U);
    EXPECT_EQ(suppressions[0].reason, "asked on the phone (contact " + std::to_string(id.value()) + ")");
}

TEST_P(OptOuts, TwiceAreOne) {
    const CampaignId id = running().id;
    add(id, 1, 1);
    const ContactId who = contacts(id).at(0).id;

    opt_out(who, "first");
    EXPECT_EQ(opt_out(who, "again").status, ContactStatus::blocked);

    EXPECT_EQ(await(store->list_suppressions({})).items.size(), 1U);
    EXPECT_EQ(await(store->opt_out({ContactId{99}, "x", noon})).error().code, Errc::not_found);
}

TEST_P(OptOuts, DuringACallLeaveItsContactBlockedInsteadOfWaiting) {
    const Call call = accepted(1);
    EXPECT_EQ(opt_out(*call.contact_id).status, ContactStatus::in_progress);

    const Settled settled = settle(callback(call, "busy", 3));

    EXPECT_TRUE(settled.contact_done);
    EXPECT_EQ(contact(call).status, ContactStatus::blocked);
    EXPECT_EQ(contact(call).reason, "suppressed");
    EXPECT_EQ(contact(call).attempts, 1);
    EXPECT_EQ(campaign(*call.campaign_id).status, CampaignStatus::completed);
}

TEST_P(OptOuts, DuringACallThatReachedThePersonLeaveItReached) {
    const Call call = accepted(1);
    settle(callback(call, "in-progress", 2));
    opt_out(*call.contact_id);

    settle(callback(call, "completed", 3));

    EXPECT_EQ(contact(call).status, ContactStatus::completed);
}

TEST_P(OptOuts, WhileACallIsClaimedWithdrawItAndBlockItsContact) {
    const Call call = claimed(1);
    opt_out(*call.contact_id);

    EXPECT_EQ(await(store->record_submitting(call.id, noon)), Submission::withdrawn);
    EXPECT_EQ(contact(call).status, ContactStatus::blocked);
}

TEST_P(OptOuts, WhileTheCarrierIsAskedAreToldWithItsAnswer) {
    const Call asked = submitting(1);
    const Call other = submitting(2);
    opt_out(*asked.contact_id);

    EXPECT_TRUE(await(store->record_placing(asked.id, accepted_as(sid(1)), noon)).must_be_canceled);
    EXPECT_FALSE(await(store->record_placing(other.id, accepted_as(sid(2)), noon)).must_be_canceled);
}

TEST_P(OptOuts, OfACallWhoseAnswerWasLostAreToldWhenItIsFound) {
    const Call lost = unknown(1);
    const Call heard = unknown(2);
    opt_out(*lost.contact_id);
    opt_out(*heard.contact_id);

    EXPECT_TRUE(await(store->record_search(lost.id, {carrier_call(sid(1))}, noon)).must_be_canceled);
    EXPECT_TRUE(settle(callback(heard, "ringing", 1)).must_be_canceled);
    EXPECT_FALSE(settle(callback(call(heard.id), "in-progress", 2)).must_be_canceled) << "once is enough";
}

TEST_P(OptOuts, ListTheCallsThatTheyForbidAndThatNobodyHasAnswered) {
    const Call queued = accepted(1);
    const Call talking = accepted(2);
    const Call allowed = accepted(3);
    const Call over = accepted(4);
    settle(callback(talking, "in-progress", 2));
    settle(callback(over, "completed", 3));
    for (const Call& each : {queued, talking, over}) opt_out(*each.contact_id);
    OpenCall adhoc{number(50), some_settings(), token(500), std::nullopt, noon};
    const Call dialled = await(store->open_call(std::move(adhoc))).value().call;
    ASSERT_EQ(await(store->record_submitting(dialled.id, noon)), Submission::go);
    (void)await(store->record_placing(dialled.id, accepted_as(sid(50)), noon));
    suppress(number(50));

    const auto listed = await(store->list_suppressed_calls(10));

    ASSERT_EQ(listed.size(), 2U);
    EXPECT_TRUE(listed[0].id == queued.id || listed[1].id == queued.id);
    EXPECT_TRUE(listed[0].id == dialled.id || listed[1].id == dialled.id);
    EXPECT_EQ(await(store->list_suppressed_calls(1)).size(), 1U);
    EXPECT_EQ(call(allowed.id).state, CallState::accepted);
}

TEST_P(OptOuts, MakeACanceledCallSayWhy) {
    const Call call = accepted(1);
    opt_out(*call.contact_id);
    decisions.instead_of_after_callback = [](const Standing& standing, const NewCallback& told) {
        Settlement settlement;
        settlement.call = standing.call;
        settlement.call.state = CallState::ended;
        settlement.call.outcome = Outcome::canceled;
        settlement.call.ended_at = told.received_at;
        settlement.applied = true;
        settlement.contact = ContactStep{ContactStatus::failed, std::nullopt, "the call was canceled"};
        return settlement;
    };

    settle(callback(call, "canceled", 3));

    EXPECT_EQ(contact(call).status, ContactStatus::blocked);
    EXPECT_EQ(contact(call).reason, "suppressed");
}

}  // namespace
}  // namespace carillon::store::test
