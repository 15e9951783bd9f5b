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
    const auto step_at = [&](const Standing& each, Instant now) {
        store::Inquiry inquiry;
        inquiry.standing = each;
        return settling.examine(inquiry, store::Moment::submission, now).step;
    };
    Standing standing = rules::standing(CallState::claimed);
    standing.settings = day();
    standing.settings->from_number = "+15551234567";
    standing.call.to_number = "+15550000001";
    EXPECT_FALSE(step_at(standing, noon));

    const auto early = step_at(standing, noon - Seconds{1});
    EXPECT_EQ(early->status, ContactStatus::pending);
    EXPECT_EQ(early->next_attempt_at, noon);
    const auto late = step_at(standing, *day().end_at);
    EXPECT_EQ(late->status, ContactStatus::expired);
    EXPECT_FALSE(late->next_attempt_at);
    EXPECT_FALSE(late->attempt_counts);

    standing.settings.reset();  // ad hoc
    standing.contact.reset();
    EXPECT_FALSE(step_at(standing, *day().end_at));
}

}  // namespace carillon::dialer::rules
