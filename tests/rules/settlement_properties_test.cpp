// SPDX-License-Identifier: MIT
// What holds for every order in which one call's events can reach us.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "dialer/rules/settlement.hpp"
#include "rules/standing.hpp"

namespace carillon::dialer::rules {
namespace {

/// The carrier's answer to the POST stands among the callbacks as the word "201".
const std::vector<std::vector<std::string>> lives{
    {"201", "initiated", "ringing", "in-progress", "completed"},
    {"201", "initiated", "ringing", "busy"},
    {"201", "initiated", "ringing", "no-answer"},
    {"201", "initiated", "failed"},
    {"201", "queued", "canceled"},
};

struct End {
    Call call;
    int contact_steps = 0;
};

End live_through(const std::vector<std::string>& events) {
    const Settling settling{default_policy()};
    Standing now = standing(CallState::submitting);
    now.settings->max_attempts = 9;
    End end;
    for (const std::string& event : events) {
        Accepted accepted;
        accepted.call.sid = our_sid;
        accepted.call.status = "queued";
        const auto settlement = event == "201" ? settling.after_placing(now, accepted, noon)
                                               : settling.after_callback(now, callback(event));
        EXPECT_FALSE(settlement.conflicting_end);
        EXPECT_GE(settlement.call.state, now.call.state);
        now.call = settlement.call;
        if (settlement.contact) ++end.contact_steps;
    }
    end.call = now.call;
    return end;
}

}  // namespace

TEST(EveryOrder, OfOneCallsEventsEndsTheSameAndSettlesItsContactOnce) {
    std::size_t orders = 0;
    for (std::vector<std::string> life : lives) {
        const End expected = live_through(life);
        life.push_back(life.back());  // the end comes twice
        std::sort(life.begin(), life.end());
        do {
            const End end = live_through(life);
            ASSERT_EQ(end.call.state, CallState::ended);
            ASSERT_EQ(end.call.outcome, expected.call.outcome);
            ASSERT_EQ(end.call.status, expected.call.status);
            ASSERT_EQ(end.call.twilio_status, expected.call.twilio_status);
            ASSERT_EQ(end.call.call_sid, our_sid);
            ASSERT_EQ(end.contact_steps, 1);
            ++orders;
        } while (std::next_permutation(life.begin(), life.end()));
    }
    EXPECT_EQ(orders, 360U + 60U + 60U + 12U + 12U);
}

TEST(EveryRepetition, OfACallbackChangesNothing) {
    const Settling settling{default_policy()};
    for (const auto& life : lives) {
        Standing now = standing(CallState::submitting);
        for (const std::string& event : life) {
            if (event == "201") continue;
            now.call = settling.after_callback(now, callback(event)).call;
            const auto again = settling.after_callback(now, callback(event));
            EXPECT_FALSE(again.applied) << event;
            EXPECT_FALSE(again.contact) << event;
            EXPECT_EQ(again.call.state, now.call.state);
        }
    }
}

}  // namespace carillon::dialer::rules
