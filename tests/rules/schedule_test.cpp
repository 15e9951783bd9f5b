// SPDX-License-Identifier: MIT
#include "dialer/rules/schedule.hpp"

#include <gtest/gtest.h>

#include "rules/standing.hpp"

namespace carillon::dialer::rules {
namespace {

CampaignSettings day() {
    CampaignSettings settings;
    settings.start_at = noon;
    settings.end_at = noon + std::chrono::hours{8};
    return settings;
}

}  // namespace

TEST(Schedule, BeginsWithItsStartAndIsOverAtItsEnd) {
    EXPECT_EQ(phase_of(day(), noon - Milliseconds{1}), Phase::before);
    EXPECT_EQ(phase_of(day(), noon), Phase::open);
    EXPECT_EQ(phase_of(day(), *day().end_at - Milliseconds{1}), Phase::open);
    EXPECT_EQ(phase_of(day(), *day().end_at), Phase::over);
}

TEST(Schedule, IsAlwaysOpenWhereNothingIsSaid) {
    EXPECT_EQ(phase_of({}, Instant{}), Phase::open);
    CampaignSettings until;
    until.end_at = noon;
    EXPECT_EQ(phase_of(until, Instant{}), Phase::open);
}

TEST(Schedule, KeepsAClaimedCallFromBeingSentOutsideOfIt) {
    const Settling settling{default_policy()};
    Standing standing = rules::standing(CallState::claimed);
    standing.settings = day();
    EXPECT_FALSE(settling.objection(standing, noon));

    const auto early = settling.objection(standing, noon - Seconds{1});
    EXPECT_EQ(early->status, ContactStatus::pending);
    EXPECT_EQ(early->next_attempt_at, noon);
    const auto late = settling.objection(standing, *day().end_at);
    EXPECT_EQ(late->status, ContactStatus::expired);
    EXPECT_FALSE(late->next_attempt_at);
    EXPECT_FALSE(late->attempt_counts);

    standing.settings.reset();  // ad hoc
    EXPECT_FALSE(settling.objection(standing, *day().end_at));
}

}  // namespace carillon::dialer::rules
