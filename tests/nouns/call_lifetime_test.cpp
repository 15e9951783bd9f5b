// SPDX-License-Identifier: MIT
#include "call_lifetime.hpp"

#include <gtest/gtest.h>

#include "settings.hpp"

namespace carillon {
namespace {

constexpr Instant noon{Milliseconds{1'795'348'800'000}};
constexpr Seconds longest{60 + 20 + 5 + 600};

Call given_up() {
    CampaignSettings settings;
    settings.timeout_seconds = 20;
    settings.time_limit_seconds = 600;
    Call call;
    call.settings = settings_to_json(settings);
    call.created_at = noon - Seconds{90'000};
    call.submitted_at = call.created_at;
    call.given_up_at = noon;
    return call;
}

TEST(CallLifetime, IsTheLongestThatItsOwnSettingsAllowEachPartOfIt) {
    EXPECT_EQ(longest_time(given_up()), longest);
}

/// Not from its submission: what a clock did before it was given up cannot shorten it.
TEST(CallLifetime, IsCountedFromWhereTheCallWasGivenUp) {
    EXPECT_TRUE(may_be_under_way(given_up(), {noon + longest - Milliseconds{1}, {}}));
    EXPECT_FALSE(may_be_under_way(given_up(), {noon + longest, {}}));
}

TEST(CallLifetime, IsCountedAnewFromWhereTheClockBeganToRunEvenly) {
    const Instant set_ahead = noon + Seconds{3'600};
    EXPECT_TRUE(may_be_under_way(given_up(), {set_ahead + longest - Milliseconds{1}, set_ahead}));
    EXPECT_FALSE(may_be_under_way(given_up(), {set_ahead + longest, set_ahead}));
}

TEST(CallLifetime, IsOverADayLaterByAnyClock) {
    const Instant next_day = noon + std::chrono::hours{24};
    EXPECT_TRUE(may_be_under_way(given_up(), {next_day, next_day}));
    EXPECT_FALSE(may_be_under_way(given_up(), {next_day + Milliseconds{1}, next_day}));
}

TEST(CallLifetime, IsCountedFromTheSubmissionWhereNobodyWroteDownTheEnd) {
    Call old = given_up();
    old.given_up_at.reset();
    old.submitted_at = noon;
    EXPECT_TRUE(may_be_under_way(old, {noon + longest - Milliseconds{1}, {}}));
    EXPECT_FALSE(may_be_under_way(old, {noon + longest, {}}));
}

}  // namespace
}  // namespace carillon
