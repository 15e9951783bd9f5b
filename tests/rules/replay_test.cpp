// SPDX-License-Identifier: MIT
#include "dialer/rules/replay.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/standing.hpp"

namespace carillon::dialer::rules {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A call's events as Twilio numbers them; the last one carries what Twilio tells of an end.
std::vector<NewCallback> events(const std::vector<std::string>& words) {
    std::vector<NewCallback> events;
    for (const std::string& word : words) {
        const auto number = std::ssize(events);
        events.push_back(callback(word, noon + Seconds{number}));
        events.back().sequence_number = number;
    }
    events.back().duration_seconds = 49;
    events.back().sip_response_code = 200;
    events.back().error_code = 30001;
    events.back().answered_by = "human";
    return events;
}

/// What our own settlement makes of a call by these events.
Call lived_through(CallState from, const std::vector<NewCallback>& events) {
    const Settling settling{default_policy()};
    Standing now = standing(from);
    for (const NewCallback& event : events) now.call = settling.after_callback(now, event).call;
    return now.call;
}

std::vector<std::string> replayed(const Call& stored, std::vector<NewCallback> events) {
    return differences(stored, std::move(events), default_policy());
}

const std::vector<std::vector<std::string>> lives{
    {"initiated", "ringing", "in-progress", "completed"},
    {"queued", "initiated", "ringing", "busy"},
    {"initiated", "ringing", "no-answer"},
    {"initiated", "failed"},
    {"canceled"},
    {"initiated", "ringing", "in-progress"},
    {"initiated", "teleported"},
    {"teleported"},
};

struct Order {
    std::vector<NewCallback> told;
    explicit Order(std::vector<NewCallback> all) : told(std::move(all)) { sort(); }
    void sort() { std::sort(told.begin(), told.end(), earlier); }
    bool next() { return std::next_permutation(told.begin(), told.end(), earlier); }
    static bool earlier(const NewCallback& one, const NewCallback& other) {
        return one.sequence_number < other.sequence_number;
    }
};

}  // namespace

TEST(Replay, InAnyOrderGivesWhatAnyOrderOfArrivalGave) {
    int pairs = 0;
    for (const auto& life : lives)
        for (const CallState from : {CallState::submitting, CallState::unknown, CallState::accepted}) {
            Order arrival{events(life)};
            do {
                const Call stored = lived_through(from, arrival.told);
                Order order{events(life)};
                do {
                    ASSERT_THAT(replayed(stored, order.told), IsEmpty()) << life.back();
                    ++pairs;
                } while (order.next());
            } while (arrival.next());
        }
    EXPECT_EQ(pairs, 3 * (2 * 24 * 24 + 2 * 6 * 6 + 2 * 2 * 2 + 2));
}

TEST(Replay, NamesEachFieldThatItsCallbacksContradict) {
    const auto told = events({"initiated", "ringing", "completed"});
    const Call right = lived_through(CallState::accepted, told);

    Call stored = right;
    stored.state = CallState::ringing;
    stored.outcome.reset();
    EXPECT_THAT(replayed(stored, told),
                ElementsAre("state is 'ringing', its callbacks say 'ended'",
                            "outcome is nothing, its callbacks say 'completed'"));

    const auto only = [&](auto change) {
        Call changed = right;
        change(changed);
        return replayed(changed, told);
    };
    EXPECT_THAT(only([](Call& call) { call.status = CallStatus::busy; }),
                ElementsAre("status is 'busy', its callbacks say 'completed'"));
    EXPECT_THAT(only([](Call& call) { call.twilio_status = "busy"; }),
                ElementsAre("twilio_status is 'busy', its callbacks say 'completed'"));
    EXPECT_THAT(only([](Call& call) { call.duration_seconds = 50; }),
                ElementsAre("duration_seconds is 50, its callbacks say 49"));
    EXPECT_THAT(only([](Call& call) { call.error_code.reset(); }),
                ElementsAre("error_code is nothing, its callbacks say 30001"));
    EXPECT_THAT(only([](Call& call) { call.answered_by = "fax"; }),
                ElementsAre("answered_by is 'fax', its callbacks say 'human'"));
    EXPECT_THAT(only([](Call& call) { call.sip_response_code = 486; }),
                ElementsAre("sip_response_code is 486, its callbacks say 200"));
    EXPECT_THAT(only([](Call& call) { call.sequence_number = 1; }),
                ElementsAre("sequence_number is 1, its callbacks say 2"));
    EXPECT_THAT(only([](Call& call) { call.call_sid = CallSid{}; }),
                ElementsAre(AllOf(HasSubstr("call_sid is nothing"), HasSubstr(our_sid.text()))));
}

TEST(Replay, LetsTheFirstOfTwoDifferentEndsWinAsItCame) {
    auto told = events({"ringing", "busy"});
    told.push_back(callback("completed", told.back().received_at));
    told.back().duration_seconds = 7;
    const Call stored = lived_through(CallState::accepted, told);
    ASSERT_EQ(stored.outcome, Outcome::busy);

    std::reverse(told.begin(), told.end());
    EXPECT_THAT(replayed(stored, told), IsEmpty());
}

TEST(Replay, LeavesOutWhatCallbacksDoNotDetermine) {
    EXPECT_THAT(replayed(standing(CallState::ringing).call, {}), IsEmpty());

    Call refused = standing(CallState::ended).call;
    refused.outcome = Outcome::rejected;
    refused.call_sid = CallSid{};
    EXPECT_THAT(replayed(refused, events({"ringing"})), IsEmpty());

    auto foreign = events({"completed"});
    foreign.back().call_sid = CallSid{"CA00000000000000000000000000000002"};
    EXPECT_THAT(replayed(standing(CallState::ringing).call, foreign), IsEmpty());
}

TEST(Replay, KnowsThatACallThatWasGivenUpOnlyEnds) {
    auto told = events({"initiated", "ringing"});
    EXPECT_THAT(replayed(lived_through(CallState::unresolved, told), told), IsEmpty());
    told = events({"initiated", "completed"});
    EXPECT_THAT(replayed(lived_through(CallState::unresolved, told), told), IsEmpty());
}

}  // namespace carillon::dialer::rules
