// SPDX-License-Identifier: MIT
// Calls of which the carrier must be asked, and what a crash leaves.
#include "store/support/store_test.hpp"

namespace carillon::store::test {
namespace {

class Checks : public StoreTest {
protected:
    Settled search(const Call& call, std::vector<CarrierCall> found) {
        return await(store->record_search(call.id, std::move(found), noon));
    }
};
INSTANTIATE_TEST_SUITE_P(Engines,
                         Checks,
                         testing::ValuesIn(all_engines()),
                         testing::PrintToStringParamName());

TEST_P(Checks, AdoptTheOneCallThatTheCarrierListsAndKeepItsWord) {
    const Call call = unknown();
    CarrierCall match = carrier_call(sid(8));
    match.raw = R"({"sid":"raw"})";

    const Settled settled = search(call, {match});

    EXPECT_EQ(settled.call->state, CallState::accepted);
    EXPECT_EQ(this->call(call.id).call_sid, sid(8));
    const auto callbacks = await(store->list_callbacks(call.id));
    ASSERT_EQ(callbacks.size(), 1U);
    EXPECT_EQ(callbacks[0].source, CallbackSource::poll);
    EXPECT_EQ(callbacks[0].twilio_status, "queued");
    EXPECT_EQ(callbacks[0].fields, match.raw);
    EXPECT_EQ(callbacks[0].call_sid, sid(8));
    EXPECT_TRUE(callbacks[0].applied);
}

TEST_P(Checks, LeaveOutWhatAnotherCallHasAlready) {
    const Call owner = accepted(1);
    const Call call = unknown(2);

    search(call, {carrier_call(owner.call_sid), carrier_call(sid(8))});

    ASSERT_EQ(decisions.last_unclaimed.size(), 1U);
    EXPECT_EQ(decisions.last_unclaimed[0].sid, sid(8));
    EXPECT_EQ(this->call(call.id).call_sid, sid(8));
}

TEST_P(Checks, EndAsUnresolvedAndTheContactIsVisible) {
    const Call call = unknown();

    search(call, {});
    EXPECT_EQ(this->call(call.id).state, CallState::unknown);
    EXPECT_EQ(this->call(call.id).checks, 1);
    EXPECT_EQ(this->call(call.id).next_check_at, noon + check_delay);
    search(call, {});

    EXPECT_EQ(this->call(call.id).state, CallState::unresolved);
    EXPECT_EQ(contact(call).status, ContactStatus::unresolved);
    EXPECT_TRUE(await(store->list_callbacks(call.id)).empty());
}

TEST_P(Checks, GiveUpACallThatTheCarrierDoesNotHave) {
    const Call call = accepted();

    const Settled settled = await(store->record_absence(call.id, noon));

    EXPECT_EQ(settled.before, CallState::accepted);
    EXPECT_EQ(this->call(call.id).state, CallState::unresolved);
    EXPECT_EQ(contact(call).status, ContactStatus::unresolved);
    EXPECT_EQ(await(store->record_absence(CallId{999}, noon)).call, std::nullopt);
}

TEST_P(Checks, AreListedWhenTheirTimeHasCome) {
    const Call first = unknown(1);
    const Call second = accepted(2);
    await(store->postpone_check(second.id, noon + Seconds{10}));

    EXPECT_TRUE(await(store->list_due_checks(noon + Seconds{9}, 9)).empty());
    const auto due = await(store->list_due_checks(noon + Seconds{30}, 9));

    ASSERT_EQ(due.size(), 2U);
    EXPECT_EQ(due[0].id, second.id);
    EXPECT_EQ(due[1].id, first.id);
    EXPECT_EQ(await(store->list_due_checks(noon + Seconds{30}, 1)).size(), 1U);
}

TEST_P(Checks, ThatTaughtNothingAreCountedAndPostponed) {
    const Call call = accepted();

    await(store->postpone_check(call.id, noon + Seconds{99}));

    EXPECT_EQ(this->call(call.id).checks, 1);
    EXPECT_EQ(this->call(call.id).next_check_at, noon + Seconds{99});
}

TEST_P(Checks, AreOverWithTheCall) {
    const Call call = accepted();
    settle(callback(call, "completed", 3));

    await(store->postpone_check(call.id, noon));

    EXPECT_FALSE(this->call(call.id).next_check_at);
    EXPECT_TRUE(await(store->list_due_checks(noon + check_delay, 9)).empty());
}

TEST_P(Checks, OfACanceledCampaignAreTheCallsThatNobodyPickedUp) {
    const Call ringing = accepted(1);
    settle(callback(ringing, "ringing", 1));
    add(*ringing.campaign_id, 2, 4);
    const auto more = claim(*ringing.campaign_id, 3);
    for (const auto& each : more) (void)await(store->record_submitting(each.call.id, noon));
    const Call queued = await(store->record_placing(more[0].call.id, accepted_as(sid(2)), noon)).call.value();
    const Call talking =
        await(store->record_placing(more[1].call.id, accepted_as(sid(3)), noon)).call.value();
    settle(callback(talking, "in-progress", 2));
    (void)accepted(9);  // of another campaign

    const auto cancelable = await(store->list_cancelable_calls(*ringing.campaign_id, 9));

    ASSERT_EQ(cancelable.size(), 2U);
    EXPECT_EQ(cancelable[0].id, ringing.id);
    EXPECT_EQ(cancelable[1].id, queued.id);
    EXPECT_EQ(await(store->list_cancelable_calls(*ringing.campaign_id, 1)).size(), 1U);
}

TEST_P(Checks, AfterACrashReturnWhatWasNotSentAndAskAboutTheRest) {
    const Call claimed = this->claimed(1);
    const Call submitting = this->submitting(2);
    const Call accepted = this->accepted(3);
    const Call unknown = this->unknown(4);
    const Call ended = this->accepted(5);
    settle(callback(ended, "completed", 3));

    reopen();
    const SweepResult swept = await(store->sweep(noon + Seconds{60}));

    EXPECT_EQ(swept.returned_to_queue, 1);
    EXPECT_EQ(swept.made_unknown, 1);
    EXPECT_EQ(swept.open_calls, 1);
    EXPECT_EQ(call(claimed.id).outcome, Outcome::not_sent);
    EXPECT_EQ(contact(claimed).status, ContactStatus::pending);
    EXPECT_EQ(contact(claimed).attempts, 0);
    EXPECT_EQ(call(submitting.id).state, CallState::unknown);
    EXPECT_EQ(contact(submitting).status, ContactStatus::in_progress);
    EXPECT_EQ(contact(submitting).attempts, 1);
    EXPECT_EQ(call(accepted.id).state, CallState::accepted);
    EXPECT_EQ(call(accepted.id).next_check_at, noon + Seconds{60});
    EXPECT_EQ(call(accepted.id).checks, 0);
    EXPECT_EQ(call(unknown.id).next_check_at, unknown.next_check_at);
    EXPECT_EQ(call(ended.id).state, CallState::ended);
}

TEST_P(Checks, AfterACrashAreTheSameWhenTheSweepIsRepeated) {
    const Call submitting = this->submitting(1);
    (void)await(store->sweep(noon));

    const SweepResult again = await(store->sweep(noon));

    EXPECT_EQ(again.returned_to_queue + again.made_unknown + again.open_calls, 0);
    EXPECT_EQ(call(submitting.id).state, CallState::unknown);
}

}  // namespace
}  // namespace carillon::store::test
