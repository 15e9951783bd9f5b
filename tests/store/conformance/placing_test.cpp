// SPDX-License-Identifier: MIT
// From the claim to the carrier's answer: where "at most once" is won or lost.
#include "call_lifetime.hpp"
#include "store/support/store_test.hpp"

namespace carillon::store::test {
namespace {

class Placing : public StoreTest {
protected:
    OpenCall adhoc(int i, std::optional<IdempotencyKey> key = std::nullopt) {
        return OpenCall{number(i), some_settings(), token(700 + i), std::move(key), noon};
    }
};
INSTANTIATE_TEST_SUITE_P(Engines,
                         Placing,
                         testing::ValuesIn(all_engines()),
                         testing::PrintToStringParamName());

TEST_P(Placing, CountsTheAttemptFromTheSubmissionOn) {
    const Call call = submitting();

    EXPECT_EQ(call.state, CallState::submitting);
    EXPECT_EQ(call.submitted_at, noon);
    EXPECT_EQ(contact(call).attempts, 1);
}

TEST_P(Placing, SubmitsACallOnlyOnce) {
    const Call call = submitting();

    EXPECT_EQ(await(store->record_submitting(call.id, noon)), Submission::withdrawn);
    EXPECT_EQ(contact(call).attempts, 1);
    EXPECT_EQ(await(store->record_submitting(CallId{999}, noon)), Submission::withdrawn);
}

TEST_P(Placing, GivesTheClaimBackWhenItsCampaignWasPaused) {
    const Call call = claimed();
    move(*call.campaign_id, CampaignMove::pause);

    EXPECT_EQ(await(store->record_submitting(call.id, noon + Seconds{3})), Submission::withdrawn);

    EXPECT_EQ(this->call(call.id).state, CallState::ended);
    EXPECT_EQ(this->call(call.id).outcome, Outcome::not_sent);
    EXPECT_EQ(contact(call).status, ContactStatus::pending);
    EXPECT_EQ(contact(call).next_attempt_at, noon + Seconds{3});
    EXPECT_EQ(contact(call).attempts, 0);
}

TEST_P(Placing, GivesTheClaimBackWhenThePolicyObjects) {
    const Call call = claimed();
    decisions.instead_of_none = ContactStep{ContactStatus::expired, {}, "too late", false};

    EXPECT_EQ(await(store->record_submitting(call.id, noon)), Submission::withdrawn);

    EXPECT_EQ(this->call(call.id).outcome, Outcome::not_sent);
    EXPECT_EQ(contact(call).status, ContactStatus::expired);
    EXPECT_EQ(contact(call).reason, "too late");
    EXPECT_EQ(contact(call).attempts, 0);
}

TEST_P(Placing, CancelsTheContactOfAClaimWhenItsCampaignWasCanceled) {
    const Call call = claimed();
    move(*call.campaign_id, CampaignMove::cancel);

    EXPECT_EQ(await(store->record_submitting(call.id, noon)), Submission::withdrawn);
    EXPECT_EQ(contact(call).status, ContactStatus::canceled);
}

TEST_P(Placing, BlocksAContactWhoseNumberWasSuppressedAfterTheClaim) {
    const Call call = claimed();
    suppress(number(1));

    EXPECT_EQ(await(store->record_submitting(call.id, noon)), Submission::withdrawn);

    EXPECT_EQ(contact(call).status, ContactStatus::blocked);
    EXPECT_EQ(contact(call).reason, "suppressed");
    EXPECT_EQ(this->call(call.id).outcome, Outcome::not_sent);
}

TEST_P(Placing, WithdrawsAClaimAsToldAndNothingElse) {
    const Call call = claimed(1);
    const Call sent = submitting(2);
    ContactStep step;
    step.next_attempt_at = noon + Seconds{60};
    step.attempt_counts = false;

    await(store->withdraw_claim(call.id, step, noon));
    await(store->withdraw_claim(sent.id, step, noon));

    EXPECT_EQ(this->call(call.id).outcome, Outcome::not_sent);
    EXPECT_EQ(contact(call).next_attempt_at, noon + Seconds{60});
    EXPECT_EQ(this->call(sent.id).state, CallState::submitting);
    EXPECT_EQ(contact(sent).status, ContactStatus::in_progress);
}

TEST_P(Placing, KeepsTheSidThatTheCarrierGave) {
    const Call call = accepted(4);

    EXPECT_EQ(call.state, CallState::accepted);
    EXPECT_EQ(this->call(call.id).call_sid, sid(4));
    EXPECT_EQ(await(store->find_call_by_sid(sid(4)))->id, call.id);
    EXPECT_EQ(this->call(call.id).accepted_at, noon);
}

TEST_P(Placing, ReturnsTheContactAndItsAttemptWhenNothingWasSent) {
    const Call call = submitting();

    const Settled settled = await(store->record_placing(call.id, NotSent{"no route", false, {}}, noon));

    EXPECT_EQ(settled.before, CallState::submitting);
    EXPECT_EQ(this->call(call.id).outcome, Outcome::not_sent);
    EXPECT_EQ(contact(call).status, ContactStatus::pending);
    EXPECT_EQ(contact(call).attempts, 0);
}

TEST_P(Placing, TakesAnAttemptBackOnlyOnce) {
    const Call first = accepted();
    settle(callback(first, "busy", 3));
    const Call second = claim(*first.campaign_id, 1, noon + Seconds{5} + retry_delay).at(0).call;
    ASSERT_EQ(await(store->record_submitting(second.id, noon)), Submission::go);
    ASSERT_EQ(contact(first).attempts, 2);

    (void)await(store->record_placing(second.id, NotSent{"no route", false, {}}, noon));
    (void)await(store->record_placing(second.id, NotSent{"no route", false, {}}, noon));

    EXPECT_EQ(contact(first).attempts, 1);
}

TEST_P(Placing, EndsAContactThatTheCarrierRefused) {
    const Call call = submitting();

    const Settled settled =
        await(store->record_placing(call.id, Refused{RefusalScope::contact, 21211, 400, "invalid"}, noon));

    EXPECT_TRUE(settled.contact_done);
    EXPECT_EQ(this->call(call.id).outcome, Outcome::rejected);
    EXPECT_EQ(this->call(call.id).error_code, 21211);
    EXPECT_EQ(contact(call).status, ContactStatus::failed);
}

TEST_P(Placing, LeavesTheContactInProgressWhileNobodyKnows) {
    const Call call = unknown();

    EXPECT_EQ(call.state, CallState::unknown);
    EXPECT_EQ(contact(call).status, ContactStatus::in_progress);
    EXPECT_EQ(contact(call).attempts, 1);
}

TEST_P(Placing, NeverAdoptsTheSidOfAnotherCall) {
    const Call owner = accepted(1);
    const Call call = submitting(2);

    const Settled settled = await(store->record_placing(call.id, accepted_as(owner.call_sid), noon));

    EXPECT_EQ(settled.call->state, CallState::unknown);
    EXPECT_TRUE(this->call(call.id).call_sid.empty());
    EXPECT_EQ(await(store->find_call_by_sid(owner.call_sid))->id, owner.id);
}

TEST_P(Placing, TakesAnAnswerThatComesAfterTheFirstCallback) {
    const Call call = submitting();
    NewCallback early = callback(call, "ringing", 1);
    settle(early);

    const Settled settled = await(store->record_placing(call.id, accepted_as(early.call_sid), noon));

    EXPECT_EQ(settled.call->state, CallState::ringing);
    EXPECT_EQ(this->call(call.id).call_sid, early.call_sid);
}

TEST_P(Placing, OfACallThatDoesNotExistSaysSo) {
    EXPECT_FALSE(await(store->record_placing(CallId{99}, Unknown{""}, noon)).call);
}

TEST_P(Placing, RecordsAnAdhocCallWithoutCampaign) {
    const auto opened = await(store->open_call(adhoc(1))).value();

    EXPECT_FALSE(opened.replayed);
    EXPECT_FALSE(opened.call.campaign_id);
    EXPECT_EQ(call(opened.call.id).state, CallState::claimed);
    EXPECT_EQ(call(opened.call.id).to_number, number(1).e164());
    EXPECT_EQ(await(store->record_submitting(opened.call.id, noon)), Submission::go);
}

TEST_P(Placing, RefusesAnAdhocCallToASuppressedNumber) {
    suppress(number(1));

    EXPECT_EQ(await(store->open_call(adhoc(1))).error().code, Errc::forbidden);
}

TEST_P(Placing, RefusesAnAdhocCallToANumberThatIsBeingCalled) {
    const Call open = accepted(1);

    EXPECT_EQ(await(store->open_call(adhoc(1))).error().code, Errc::conflict);

    settle(callback(open, "completed", 3));
    EXPECT_TRUE(await(store->open_call(adhoc(1))).has_value());
}

TEST_P(Placing, RefusesAnAdhocCallToANumberThatMayStillRingForACallThatWasGivenUp) {
    const Call lost = unresolved(1);
    OpenCall wanted = adhoc(1);
    const Instant over = noon + longest_time(lost);

    wanted.now = over - Milliseconds{1};
    EXPECT_EQ(await(store->open_call(wanted)).error().code, Errc::conflict);
    wanted.now = over;
    EXPECT_TRUE(await(store->open_call(wanted)).has_value());
}

TEST_P(Placing, ForgetsAnIdempotencyKeyAfterADay) {
    const IdempotencyKey key{"k", "f"};
    const Instant next_noon = noon + Seconds{24 * 3'600};
    const auto open = [&](int i, Instant now) {
        OpenCall wanted = adhoc(i, key);
        wanted.now = now;
        return await(store->open_call(wanted)).value();
    };
    const CallId first = open(1, noon).call.id;

    EXPECT_EQ(open(1, next_noon - Milliseconds{1}).call.id, first);
    const auto another = open(2, next_noon);
    EXPECT_FALSE(another.replayed);
    EXPECT_NE(another.call.id, first);
    EXPECT_EQ(open(2, next_noon).call.id, another.call.id);
}

TEST_P(Placing, OpensOneAdhocCallForOneIdempotencyKey) {
    const IdempotencyKey key{"k", "f"};
    OpenCall again = adhoc(1, key);
    again.token = token(999);

    const auto first = await(store->open_call(adhoc(1, key))).value();
    const auto second = await(store->open_call(again)).value();

    EXPECT_TRUE(second.replayed);
    EXPECT_EQ(second.call.id, first.call.id);
    EXPECT_EQ(await(store->open_call(adhoc(2, IdempotencyKey{"k", "another"}))).error().code,
              Errc::unprocessable);
}

TEST_P(Placing, KeepsKeysOfCampaignsAndCallsApart) {
    CreateCampaign campaign;
    campaign.name = "Spring";
    campaign.idempotency = IdempotencyKey{"k", "f"};
    campaign.now = noon;
    (void)await(store->create_campaign(campaign));

    EXPECT_EQ(await(store->open_call(adhoc(1, IdempotencyKey{"k", "f"}))).error().code, Errc::unprocessable);
}

}  // namespace
}  // namespace carillon::store::test
