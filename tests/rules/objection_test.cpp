// SPDX-License-Identifier: MIT
// What keeps a contact from being called.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/standing.hpp"

namespace carillon::dialer::rules {
namespace {

using testing::HasSubstr;

const Settling settling{default_policy()};

Standing about_to_be_called() {
    Standing claimed = standing(CallState::claimed);
    claimed.settings->from_number = "+41446681800";
    claimed.call.to_number = "+41446681801";
    claimed.contact->zones = ContactZones{"Europe/Zurich"};
    claimed.contact->reason = "so far";
    return claimed;
}

TEST(Objection, ThereIsNoneToAContactOfTheCampaignsCountryInItsHours) {
    EXPECT_FALSE(settling.objection(about_to_be_called(), noon));
}

TEST(Objection, BlocksANumberThatTheCampaignDoesNotCall) {
    auto claimed = about_to_be_called();
    claimed.call.to_number = "+14155552671";
    const auto step = settling.objection(claimed, noon);
    ASSERT_TRUE(step);
    EXPECT_EQ(step->status, ContactStatus::blocked);
    EXPECT_THAT(step->reason, HasSubstr("country: US"));
    EXPECT_FALSE(step->attempt_counts);
}

TEST(Objection, LetsAContactWaitWhoseHoursAreClosedAndKeepsItsPlace) {
    auto claimed = about_to_be_called();
    CallingWindow evening;
    evening.days.set();
    evening.from = std::chrono::hours{20};
    evening.to = std::chrono::hours{21};
    claimed.settings->calling_hours.windows = {evening};
    const auto step = settling.objection(claimed, noon);
    ASSERT_TRUE(step);
    EXPECT_EQ(step->status, ContactStatus::pending);
    EXPECT_EQ(step->next_attempt_at, noon);
    claimed.contact->zones = {};
    EXPECT_EQ(settling.objection(claimed, noon)->status, ContactStatus::blocked);
}

TEST(Objection, LeavesTheGapBetweenTwoCallsToANumber) {
    auto claimed = about_to_be_called();
    claimed.settings->min_gap_seconds = 3'600;
    EXPECT_FALSE(settling.objection(claimed, noon));
    claimed.number_called_at = noon - Seconds{600};
    const auto step = settling.objection(claimed, noon);
    ASSERT_TRUE(step);
    EXPECT_EQ(step->status, ContactStatus::pending);
    EXPECT_EQ(step->next_attempt_at, noon + Seconds{3'000});
    EXPECT_EQ(step->reason, "so far");
    EXPECT_FALSE(settling.objection(claimed, noon + Seconds{3'000}));
}

TEST(Objection, ThereIsNoneToAPersonsOwnCall) {
    auto adhoc = about_to_be_called();
    adhoc.settings.reset();
    adhoc.contact.reset();
    EXPECT_FALSE(settling.objection(adhoc, noon));
}

}  // namespace
}  // namespace carillon::dialer::rules
