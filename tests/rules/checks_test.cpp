// SPDX-License-Identifier: MIT
#include "dialer/rules/checks.hpp"

#include <gtest/gtest.h>

#include "rules/standing.hpp"

namespace carillon::dialer::rules {
namespace {

const CheckPolicy policy{{Seconds{30}, Seconds{120}}, Seconds{60}};

CampaignSettings settings() {
    CampaignSettings settings;
    settings.timeout_seconds = 20;
    settings.time_limit_seconds = 600;
    return settings;
}

}  // namespace

TEST(Poll, ComesWhenItMustHaveBeenPickedUpOrGivenUp) {
    EXPECT_EQ(next_poll(standing(CallState::ringing).call, settings(), policy, noon),
              noon + Seconds{20 + 5 + 60});
}

TEST(Poll, ComesWhenAConversationMustBeOverOrHasGoneOnForFiveMargins) {
    Call call = standing(CallState::in_progress).call;
    call.answered_at = noon + Seconds{10};
    EXPECT_EQ(next_poll(call, settings(), policy, noon + Seconds{10}), noon + Seconds{10 + 5 * 60});
    auto brief = settings();
    brief.time_limit_seconds = 90;
    EXPECT_EQ(next_poll(call, brief, policy, noon + Seconds{10}), noon + Seconds{10 + 90 + 60});
}

TEST(Poll, ComesAgainLaterAndLaterWhenItBringsNoNews) {
    Call call = standing(CallState::ringing).call;
    const Instant late = noon + Seconds{1'000};
    EXPECT_EQ(next_poll(call, settings(), policy, late), late + Seconds{60});
    call.checks = 2;
    EXPECT_EQ(next_poll(call, settings(), policy, late), late + Seconds{240});
    call.checks = 60;
    EXPECT_EQ(next_poll(call, settings(), policy, late), late + Seconds{64 * 60});
}

TEST(Search, FollowsTheCallsAge) {
    const CheckPolicy patient{{Seconds{70}, Seconds{120}}, Seconds{60}};
    Call call = standing(CallState::unknown).call;
    EXPECT_EQ(next_search(call, patient, noon), noon + Seconds{70});
    call.checks = 1;
    EXPECT_EQ(next_search(call, patient, noon + Seconds{70}), noon + Seconds{120});
    call.checks = 2;
    EXPECT_FALSE(next_search(call, patient, noon));
}

TEST(Search, WaitsUntilTheRequestMustHaveArrived) {
    Call call = standing(CallState::unknown).call;
    EXPECT_EQ(next_search(call, policy, noon), noon + Seconds{60});
    call.checks = 1;
    EXPECT_EQ(next_search(call, policy, noon + Seconds{60}), noon + Seconds{120});

    const CheckPolicy brief{{Seconds{1}, Seconds{4}}, Seconds{60}};
    call.checks = 0;
    EXPECT_EQ(next_search(call, brief, noon), noon + Seconds{4});
}

/// A server that was down, or a clock that jumped: a list that lags behind is given as long as ever.
TEST(Search, KeepsItsStepsApartWhenItIsLate) {
    Call call = standing(CallState::unknown).call;
    const Instant late = noon + Seconds{500};
    EXPECT_EQ(next_search(call, policy, late), late);
    call.checks = 1;
    EXPECT_EQ(next_search(call, policy, late), late + Seconds{60});
}

}  // namespace carillon::dialer::rules
