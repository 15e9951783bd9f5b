// SPDX-License-Identifier: MIT
// Who picked up is told beside the call's status, in any order.
#include "dialer/rules/machines.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "dialer/rules/replay.hpp"
#include "rules/standing.hpp"

namespace carillon::dialer::rules {
namespace {

const Settling settling{default_policy()};
constexpr Seconds wait{300};

NewCallback verdict(const std::string& answered_by, Instant at = noon) {
    NewCallback told = callback(verdict_word(answered_by), at);
    told.answered_by = answered_by;
    return told;
}

/// A call of a campaign that calls once more after a machine.
Standing calling(CallState state) {
    Standing calling = standing(state);
    calling.settings->max_attempts = 3;
    calling.settings->retries.voicemail.emplace();
    calling.settings->retries.voicemail->times = 1;
    calling.settings->retries.voicemail->delays_seconds = {wait.count()};
    return calling;
}

/// Call and contact after one more event, as the store would keep them.
void live_on(Standing& now, const Settlement& settlement) {
    now.call = settlement.call;
    if (!settlement.contact) return;
    now.contact->status = settlement.contact->status;
    now.contact->next_attempt_at = settlement.contact->next_attempt_at;
}

Standing after(Standing standing, const std::vector<NewCallback>& events) {
    for (const NewCallback& event : events) live_on(standing, settling.after_callback(standing, event));
    return standing;
}

TEST(Verdict, MovesNoCallWhateverItsState) {
    for (const CallState state : {CallState::accepted, CallState::ringing, CallState::in_progress}) {
        const auto settlement = settling.after_callback(calling(state), verdict("machine_start"));
        EXPECT_EQ(settlement.call.state, state);
        EXPECT_EQ(settlement.call.answered_by, "machine_start");
        EXPECT_FALSE(settlement.applied);
        EXPECT_FALSE(settlement.unknown_word);
        EXPECT_FALSE(settlement.contact);
    }
}

TEST(Verdict, ShowsThatTheCarrierHasTheCall) {
    const auto settlement = settling.after_callback(calling(CallState::unknown), verdict("human"));
    EXPECT_EQ(settlement.call.state, CallState::accepted);
    EXPECT_EQ(settlement.call.call_sid, our_sid);
    EXPECT_TRUE(settlement.applied);
}

TEST(Verdict, OnACallThatWasGivenUpStopsASecondOne) {
    Standing given_up = calling(CallState::unresolved);
    given_up.contact->status = ContactStatus::pending;
    const auto settlement = settling.after_callback(given_up, verdict("human"));
    EXPECT_EQ(settlement.call.state, CallState::unresolved);
    EXPECT_EQ(settlement.contact.value().status, ContactStatus::unresolved);
}

TEST(Verdict, ThatCameFirstWins) {
    NewCallback completed = callback("completed");
    completed.answered_by = "human";
    EXPECT_EQ(after(calling(CallState::ringing), {verdict("fax"), completed}).call.answered_by, "fax");
    EXPECT_EQ(after(calling(CallState::ringing), {completed, verdict("fax")}).call.answered_by, "human");
}

TEST(Verdict, ComesToTheSameAtAnyPlaceAmongTheOtherEvents) {
    const std::vector<std::string> others{"initiated", "ringing", "in-progress", "completed"};
    for (const char* answered_by : {"machine_start", "machine_end_beep", "fax", "human", "unknown"})
        for (const bool has_rule : {true, false})
            for (std::size_t place = 0; place <= others.size(); ++place) {
                std::vector<NewCallback> events;
                for (const std::string& word : others) events.push_back(callback(word));
                events.insert(events.begin() + static_cast<std::ptrdiff_t>(place), verdict(answered_by));
                Standing before = calling(CallState::submitting);
                if (!has_rule) before.settings->retries.voicemail.reset();

                const Standing now = after(before, events);

                EXPECT_EQ(now.call.outcome, Outcome::completed);
                EXPECT_EQ(now.call.answered_by, answered_by);
                EXPECT_EQ(now.call.twilio_status, "completed");
                const bool is_retried = has_rule && is_machine(answered_by);
                EXPECT_EQ(now.contact->status, is_retried ? ContactStatus::pending : ContactStatus::completed)
                    << answered_by << " at " << place;
                if (is_retried) {
                    EXPECT_EQ(now.contact->next_attempt_at, noon + wait);
                }
                EXPECT_TRUE(differences(now.call, events, default_policy()).empty());
            }
}

TEST(LateVerdict, CountsFromTheEndOfTheCall) {
    const Standing over = after(calling(CallState::ringing), {callback("completed")});
    const auto later = noon + Seconds{30};
    EXPECT_EQ(settling.after_callback(over, verdict("fax", later)).contact.value().next_attempt_at,
              noon + wait);
}

TEST(LateVerdict, AfterAnHourChangesTheCallAlone) {
    const Standing over = after(calling(CallState::ringing), {callback("completed")});
    EXPECT_TRUE(settling.after_callback(over, verdict("fax", noon + latest_verdict)).contact);
    const auto too_late = settling.after_callback(over, verdict("fax", noon + latest_verdict + Seconds{1}));
    EXPECT_FALSE(too_late.contact);
    EXPECT_EQ(too_late.call.answered_by, "fax");
}

TEST(LateVerdict, LeavesAContactAloneThatWentOn) {
    Standing over = after(calling(CallState::ringing), {callback("completed")});
    over.contact.reset();  // this is not its last call
    EXPECT_FALSE(settling.after_callback(over, verdict("fax")).contact);

    over = after(calling(CallState::ringing), {callback("completed")});
    over.campaign_status = CampaignStatus::canceled;
    EXPECT_FALSE(settling.after_callback(over, verdict("fax")).contact);

    over = after(calling(CallState::ringing), {callback("busy")});
    EXPECT_FALSE(settling.after_callback(over, verdict("fax")).contact);
}

TEST(VoicemailRetry, EndsWithItsTimesAndWithTheAttempts) {
    Standing live = after(calling(CallState::ringing), {verdict("machine_start")});
    EXPECT_EQ(settling.after_callback(live, callback("completed")).contact.value().status,
              ContactStatus::pending);
    live.earlier_endings[Outcome::completed] = 5;
    EXPECT_EQ(settling.after_callback(live, callback("completed")).contact.value().status,
              ContactStatus::pending);
    live.earlier_endings[Outcome::voicemail] = 1;
    EXPECT_EQ(settling.after_callback(live, callback("completed")).contact.value().status,
              ContactStatus::completed);
    live.earlier_endings.clear();
    live.contact->attempts = 3;
    EXPECT_EQ(settling.after_callback(live, callback("completed")).contact.value().status,
              ContactStatus::completed);
}

TEST(HangUp, IsForMachinesOnTheLineOfCampaignsThatSaySo) {
    CampaignSettings settings;
    settings.machine_detection.emplace();
    settings.machine_detection->on_machine = OnMachine::hang_up;
    Call call = standing(CallState::accepted).call;
    call.answered_by = "machine_start";
    EXPECT_TRUE(must_hang_up(call, settings));

    Call other = call;
    other.answered_by = "unknown";
    EXPECT_FALSE(must_hang_up(other, settings));
    other = call;
    other.state = CallState::ended;
    EXPECT_FALSE(must_hang_up(other, settings));
    other = call;
    other.call_sid = CallSid{};
    EXPECT_FALSE(must_hang_up(other, settings));
    settings.machine_detection->on_machine = OnMachine::carry_on;
    EXPECT_FALSE(must_hang_up(call, settings));
    EXPECT_FALSE(must_hang_up(call, {}));
}

}  // namespace
}  // namespace carillon::dialer::rules
