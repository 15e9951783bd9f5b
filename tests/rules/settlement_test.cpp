// SPDX-License-Identifier: MIT
#include "dialer/rules/settlement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/standing.hpp"

namespace carillon::dialer::rules {
namespace {

using testing::HasSubstr;

const Settling settling{default_policy()};

Settlement called_back(CallState from, std::string word) {
    return settling.after_callback(standing(from), callback(std::move(word)));
}

struct GuideRow {
    const char* word;
    CallStatus status;
};

}  // namespace

// ---- callbacks ----

TEST(Callback, MapsTheGuidesTableRowByRow) {
    for (const GuideRow& row : {GuideRow{"initiated", CallStatus::pending},
                                GuideRow{"ringing", CallStatus::in_progress},
                                GuideRow{"in-progress", CallStatus::in_progress},
                                GuideRow{"answered", CallStatus::answered},
                                GuideRow{"completed", CallStatus::completed},
                                GuideRow{"failed", CallStatus::failed},
                                GuideRow{"busy", CallStatus::busy},
                                GuideRow{"no-answer", CallStatus::no_answer},
                                GuideRow{"canceled", CallStatus::failed}}) {
        const auto settlement = called_back(CallState::accepted, row.word);
        EXPECT_TRUE(settlement.applied) << row.word;
        EXPECT_EQ(settlement.call.status, row.status) << row.word;
        EXPECT_EQ(settlement.call.twilio_status, row.word);
    }
    EXPECT_EQ(called_back(CallState::submitting, "queued").call.status, CallStatus::pending);
}

TEST(Callback, NeverMovesACallBack) {
    for (const CallState state : {CallState::ringing, CallState::in_progress, CallState::ended}) {
        auto before = standing(state);
        if (state == CallState::ended) before.call.outcome = Outcome::completed;
        const auto settlement = settling.after_callback(before, callback("initiated"));
        EXPECT_FALSE(settlement.applied);
        EXPECT_EQ(settlement.call.state, state);
    }
}

TEST(Callback, KeepsTheFirstEndAndReportsASecondDifferentOne) {
    auto ended = standing(CallState::ended);
    ended.call.outcome = Outcome::busy;
    const auto other = settling.after_callback(ended, callback("completed"));
    EXPECT_TRUE(other.conflicting_end);
    EXPECT_EQ(other.call.outcome, Outcome::busy);
    EXPECT_FALSE(other.contact);
    EXPECT_FALSE(settling.after_callback(ended, callback("busy")).conflicting_end);
}

TEST(Callback, WithAnUnknownWordEndsNothing) {
    const auto settlement = called_back(CallState::in_progress, "teleported");
    EXPECT_TRUE(settlement.unknown_word);
    EXPECT_FALSE(settlement.applied);
    EXPECT_EQ(settlement.call.state, CallState::in_progress);
    EXPECT_FALSE(settlement.contact);
}

TEST(Callback, ProvesThatACallWhoseAnswerWasLostWasPlaced) {
    for (const CallState state : {CallState::claimed, CallState::submitting, CallState::unknown}) {
        const auto settlement = called_back(state, "ringing");
        EXPECT_TRUE(settlement.applied);
        EXPECT_EQ(settlement.call.state, CallState::ringing);
        EXPECT_EQ(settlement.call.call_sid, our_sid);
        EXPECT_EQ(settlement.call.accepted_at, noon);
        EXPECT_TRUE(settlement.call.next_check_at);
    }
}

TEST(Callback, WithAnotherSidForOurTokenIsNeverMixedIn) {
    auto other = callback("completed");
    other.call_sid = CallSid{"CA00000000000000000000000000000002"};
    const auto settlement = settling.after_callback(standing(CallState::ringing), other);
    EXPECT_TRUE(settlement.conflicting_end);
    EXPECT_EQ(settlement.call.state, CallState::ringing);
    EXPECT_EQ(settlement.call.call_sid, our_sid);
}

TEST(Callback, EndsAGivenUpCallButDoesNotOpenItAgain) {
    EXPECT_EQ(called_back(CallState::unresolved, "ringing").call.state, CallState::unresolved);
    EXPECT_TRUE(called_back(CallState::unresolved, "ringing").call.next_check_at);
    const auto settlement = called_back(CallState::unresolved, "completed");
    EXPECT_EQ(settlement.call.state, CallState::ended);
    EXPECT_EQ(settlement.contact->status, ContactStatus::completed);
}

TEST(Callback, OfACallThatWasNotPlacedKeepsItsContactFromASecondOne) {
    for (const CallState state : {CallState::ended, CallState::unresolved}) {
        auto before = standing(state);
        if (state == CallState::ended) before.call.outcome = Outcome::not_sent;
        before.contact->status = ContactStatus::pending;  // back in the queue, by the rule or by a person
        const auto settlement = settling.after_callback(before, callback("ringing"));
        ASSERT_TRUE(settlement.contact);
        EXPECT_EQ(settlement.contact->status, ContactStatus::unresolved);
    }
}

TEST(Callback, FillsInLateWhatIsMissingAndKeepsWhatIsThere) {
    auto ended = standing(CallState::ended);
    ended.call.outcome = Outcome::completed;
    ended.call.duration_seconds = 49;
    auto late = callback("completed");
    late.duration_seconds = 1;
    late.sip_response_code = 200;
    const auto settlement = settling.after_callback(ended, late);
    EXPECT_EQ(settlement.call.duration_seconds, 49);
    EXPECT_EQ(settlement.call.sip_response_code, 200);
}

TEST(Callback, NotesWhenTheCallWasPickedUpAndWhenItEnded) {
    const auto answered =
        settling.after_callback(standing(CallState::ringing), callback("in-progress", noon + Seconds{9}));
    EXPECT_EQ(answered.call.answered_at, noon + Seconds{9});
    EXPECT_FALSE(answered.call.ended_at);
    const auto ended =
        settling.after_callback(standing(CallState::in_progress), callback("completed", noon + Seconds{60}));
    EXPECT_EQ(ended.call.ended_at, noon + Seconds{60});
    EXPECT_FALSE(ended.call.next_check_at);
}

// ---- contacts ----

TEST(Contact, IsTriedAgainAfterItsDelayWhileAttemptsAreLeft) {
    for (const char* word : {"busy", "no-answer", "failed"}) {
        auto before = standing(CallState::ringing);
        before.settings->max_attempts = 2;
        before.settings->retry_delay_seconds = 600;
        const auto again = settling.after_callback(before, callback(word));
        EXPECT_EQ(again.contact->status, ContactStatus::pending) << word;
        EXPECT_EQ(again.contact->next_attempt_at, noon + Seconds{600});
        before.contact->attempts = 2;
        EXPECT_TRUE(is_done(settling.after_callback(before, callback(word)).contact->status)) << word;
    }
}

TEST(Contact, IsNeverTriedAgainAfterACompletedOrCanceledCall) {
    auto before = standing(CallState::ringing);
    before.settings->max_attempts = 20;
    EXPECT_EQ(settling.after_callback(before, callback("completed")).contact->status,
              ContactStatus::completed);
    EXPECT_EQ(settling.after_callback(before, callback("canceled")).contact->status, ContactStatus::failed);
}

TEST(Contact, IsNotTriedAgainInACanceledCampaign) {
    auto before = standing(CallState::ringing);
    before.settings->max_attempts = 5;
    before.campaign_status = CampaignStatus::canceled;
    EXPECT_EQ(settling.after_callback(before, callback("busy")).contact->status, ContactStatus::busy);
    EXPECT_EQ(settling.after_placing(standing(CallState::submitting), NotSent{"refused", false, {}}, noon)
                  .contact->status,
              ContactStatus::pending);
    before.call.state = CallState::submitting;
    EXPECT_EQ(settling.after_placing(before, NotSent{"refused", false, {}}, noon).contact->status,
              ContactStatus::canceled);
}

TEST(Contact, IsLeftAloneByACallThatIsNotItsLastOne) {
    auto before = standing(CallState::ringing);
    before.contact.reset();
    EXPECT_FALSE(settling.after_callback(before, callback("busy")).contact);
}

// ---- placing ----

TEST(Placing, TakesTheSidAndWatchesTheCall) {
    Accepted accepted;
    accepted.call.sid = our_sid;
    accepted.call.status = "queued";
    accepted.call.queue_time = Milliseconds{4'000};
    const auto settlement = settling.after_placing(standing(CallState::submitting), accepted, noon);
    EXPECT_EQ(settlement.call.state, CallState::accepted);
    EXPECT_EQ(settlement.call.call_sid, our_sid);
    EXPECT_EQ(settlement.call.next_check_at, noon + Seconds{30 + 5 + 60 + 4});
}

TEST(Placing, GivesTheAttemptBackWhenNothingWasSent) {
    const auto settlement = settling.after_placing(
        standing(CallState::submitting), NotSent{"refused", true, Milliseconds{9'000}}, noon);
    EXPECT_EQ(settlement.call.outcome, Outcome::not_sent);
    EXPECT_FALSE(settlement.contact->attempt_counts);
    EXPECT_EQ(settlement.contact->next_attempt_at, noon + Seconds{9});
}

TEST(Placing, NeverPutsAnUnknownCallBackIntoTheQueue) {
    const auto settlement =
        settling.after_placing(standing(CallState::submitting), Unknown{"timed out"}, noon);
    EXPECT_EQ(settlement.call.state, CallState::unknown);
    EXPECT_FALSE(settlement.contact);
    EXPECT_EQ(settlement.call.next_check_at, noon + Seconds{60});
    EXPECT_EQ(settling.after_crash(standing(CallState::submitting), noon).call.state, CallState::unknown);
}

TEST(Absence, IsNoNewsUntilTheScheduleIsOverAndThenAPersonsCase) {
    const auto early = settling.after_absence(standing(CallState::ringing), noon + Seconds{89'999});
    EXPECT_EQ(early.call.state, CallState::ringing);
    EXPECT_EQ(early.call.checks, 1);
    EXPECT_GT(early.call.next_check_at, noon + Seconds{89'999});
    EXPECT_FALSE(early.contact);

    auto asked_often = standing(CallState::ringing);
    asked_often.call.checks = 3;  // as often as an unknown call is searched for
    const auto late = settling.after_absence(asked_often, noon + Seconds{90'000});
    EXPECT_EQ(late.call.state, CallState::unresolved);
    EXPECT_FALSE(late.call.next_check_at);
    EXPECT_EQ(late.call.given_up_at, noon + Seconds{90'000});
    EXPECT_EQ(late.contact->status, ContactStatus::unresolved);
    EXPECT_THAT(late.contact->reason, HasSubstr("no record"));
}

TEST(Absence, IsNotBelievedForAClockThatJumped) {
    const auto asked_once = settling.after_absence(standing(CallState::ringing), noon + Seconds{200'000});
    EXPECT_EQ(asked_once.call.state, CallState::ringing);
    EXPECT_EQ(asked_once.call.checks, 1);
}

TEST(Absence, ConcernsOnlyAnOpenCallWithASid) {
    for (const CallState state : {CallState::unknown, CallState::ended, CallState::unresolved}) {
        const auto settlement = settling.after_absence(standing(state), noon + Seconds{90'000});
        EXPECT_EQ(settlement.call.state, state);
        EXPECT_FALSE(settlement.applied);
    }
}

TEST(Placing, SettlesARefusalByWhomItConcerns) {
    const auto refused = [](RefusalScope scope) {
        return settling.after_placing(
            standing(CallState::submitting), Refused{scope, 21211, 400, "no"}, noon);
    };
    EXPECT_EQ(refused(RefusalScope::contact).contact->status, ContactStatus::failed);
    EXPECT_THAT(refused(RefusalScope::contact).contact->reason, HasSubstr("21211"));
    EXPECT_TRUE(refused(RefusalScope::contact).pause_campaign.empty());
    EXPECT_EQ(refused(RefusalScope::country).contact->status, ContactStatus::blocked);
    for (const RefusalScope ours : {RefusalScope::account, RefusalScope::number}) {
        EXPECT_EQ(refused(ours).contact->status, ContactStatus::pending);
        EXPECT_FALSE(refused(ours).contact->attempt_counts);
        EXPECT_THAT(refused(ours).pause_campaign, testing::StartsWith("no"));
    }
}

TEST(Placing, ChangesNothingWhenACallbackWasFaster) {
    Accepted accepted;
    accepted.call.sid = our_sid;
    accepted.call.status = "queued";
    for (const PlaceResult& result :
         {PlaceResult{accepted}, PlaceResult{Unknown{"timed out"}}, PlaceResult{NotSent{}}}) {
        const auto settlement = settling.after_placing(standing(CallState::ringing), result, noon);
        EXPECT_FALSE(settlement.applied);
        EXPECT_EQ(settlement.call.state, CallState::ringing);
        EXPECT_FALSE(settlement.contact);
    }
    accepted.call.sid = CallSid{"CA00000000000000000000000000000002"};
    EXPECT_TRUE(settling.after_placing(standing(CallState::ringing), accepted, noon).conflicting_end);
}

TEST(Withdrawal, ReturnsAClaimUncountedAndLeavesEverythingElseAlone) {
    ContactStep step;
    step.next_attempt_at = noon;
    const auto settlement = settling.after_withdrawal(standing(CallState::claimed), step, noon);
    EXPECT_EQ(settlement.call.outcome, Outcome::not_sent);
    EXPECT_EQ(settlement.contact->status, ContactStatus::pending);
    EXPECT_FALSE(settlement.contact->attempt_counts);
    EXPECT_FALSE(settling.after_withdrawal(standing(CallState::submitting), step, noon).applied);
}

// ---- searching ----

namespace {

CarrierCall listed(std::string status, Instant created) {
    CarrierCall call;
    call.sid = our_sid;
    call.status = std::move(status);
    call.date_created = created;
    return call;
}

}  // namespace

TEST(Search, AdoptsExactlyOneUnclaimedCall) {
    const auto settlement =
        settling.after_search(standing(CallState::unknown), {listed("ringing", noon)}, noon + Seconds{60});
    EXPECT_EQ(settlement.call.state, CallState::ringing);
    EXPECT_EQ(settlement.call.call_sid, our_sid);
}

TEST(Search, AdoptsNoneOfSeveralAndNoneFromBeforeOrLongAfterTheAttempt) {
    const auto several = settling.after_search(
        standing(CallState::unknown), {listed("ringing", noon), listed("busy", noon)}, noon + Seconds{60});
    EXPECT_EQ(several.call.state, CallState::unknown);
    EXPECT_TRUE(several.call.call_sid.empty());
    const auto old = settling.after_search(
        standing(CallState::unknown), {listed("busy", noon - Seconds{300})}, noon + Seconds{60});
    EXPECT_EQ(old.call.state, CallState::unknown);
    const auto somebody_elses = settling.after_search(
        standing(CallState::unknown), {listed("busy", noon + Seconds{3600})}, noon + Seconds{6 * 3600});
    EXPECT_EQ(somebody_elses.call.state, CallState::unknown);
}

TEST(Search, KeepsItsScheduleAndThenHandsTheContactToAPerson) {
    auto unknown = standing(CallState::unknown);
    auto settlement = settling.after_search(unknown, {}, noon + Seconds{30});
    EXPECT_EQ(settlement.call.next_check_at, noon + Seconds{120});
    unknown.call = settlement.call;
    settlement = settling.after_search(unknown, {}, noon + Seconds{120});
    EXPECT_EQ(settlement.call.next_check_at, noon + Seconds{90'000});
    unknown.call = settlement.call;
    settlement = settling.after_search(unknown, {}, noon + Seconds{90'000});
    EXPECT_EQ(settlement.call.state, CallState::unresolved);
    EXPECT_EQ(settlement.call.given_up_at, noon + Seconds{90'000});
    EXPECT_FALSE(settlement.call.next_check_at);
    EXPECT_EQ(settlement.contact->status, ContactStatus::unresolved);
}

}  // namespace carillon::dialer::rules
