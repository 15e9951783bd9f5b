// SPDX-License-Identifier: MIT
#include "dialer/rules/contact_hours.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/standing.hpp"

namespace carillon::dialer::rules {
namespace {

using Answer = HoursVerdict::Answer;
using std::chrono::hours;
using testing::HasSubstr;

/// 9 to 18, every day. It is noon in Greenwich, 13:00 in Zurich, 7:00 in New York, 17:30 in Kolkata.
CampaignSettings office_hours() {
    CampaignSettings settings;
    CallingWindow window;
    window.days.set();
    window.from = hours{9};
    window.to = hours{18};
    settings.calling_hours.windows = {window};
    return settings;
}

const ContactZones zurich{"Europe/Zurich"};
const ContactZones new_york{"America/New_York"};

TEST(ContactHours, SayUntilWhenTheyAreOpen) {
    const auto verdict = judge_hours(office_hours(), zurich, noon);
    EXPECT_EQ(verdict.answer, Answer::open);
    EXPECT_EQ(verdict.until, noon + hours{5});
    EXPECT_TRUE(verdict.holds_at(noon + hours{5} - Milliseconds{1}));
    EXPECT_FALSE(verdict.holds_at(noon + hours{5}));
}

TEST(ContactHours, SayUntilWhenTheyAreClosed) {
    const auto verdict = judge_hours(office_hours(), new_york, noon);
    EXPECT_EQ(verdict.answer, Answer::closed);
    EXPECT_EQ(verdict.until, noon + hours{2});
}

TEST(ContactHours, AreOpenOnlyWhenItIsTimeInAllZonesInWhichTheNumberMayLie) {
    const ContactZones both{"America/New_York Europe/Zurich"};
    EXPECT_EQ(judge_hours(office_hours(), both, noon).until, noon + hours{2});
    EXPECT_EQ(judge_hours(office_hours(), both, noon + hours{2}).until, noon + hours{5});
}

TEST(ContactHours, FallBackOnTheCampaignsZone) {
    CampaignSettings settings = office_hours();
    settings.time_zone = "America/New_York";
    EXPECT_EQ(judge_hours(settings, {}, noon).answer, Answer::closed);
    EXPECT_EQ(judge_hours(settings, zurich, noon).answer, Answer::open);
}

TEST(ContactHours, AreNeverOpenForWhomNobodyKnowsWhereItIs) {
    EXPECT_EQ(judge_hours(office_hours(), {}, noon).answer, Answer::never);
    const auto unknown = judge_hours(office_hours(), ContactZones{"Europe/Zurich Mars/Olympus"}, noon);
    EXPECT_EQ(unknown.answer, Answer::never);
    EXPECT_THAT(unknown.reason, HasSubstr("no time zone Mars/Olympus"));
}

TEST(ContactHours, AreNeverOpenWhereNoHourIsInAllZones) {
    const auto verdict =
        judge_hours(office_hours(), ContactZones{"America/New_York Asia/Kolkata"}, noon);  // 10.5 hours apart
    EXPECT_EQ(verdict.answer, Answer::never);
    EXPECT_THAT(verdict.reason, HasSubstr("no hour within a year"));
}

TEST(ContactHours, RestrictNobodyWhereThereAreNone) {
    EXPECT_EQ(judge_hours({}, {}, noon).answer, Answer::open);
    EXPECT_FALSE(judge_hours({}, {}, noon).until);
}

TEST(ContactHours, SayHowLongACallMayWaitInTheCarriersQueue) {
    CampaignSettings settings = office_hours();
    EXPECT_EQ(queued_until(settings, zurich, noon), noon + hours{5});
    EXPECT_EQ(queued_until(settings, new_york, noon), noon);
    settings.end_at = noon + hours{1};
    EXPECT_EQ(queued_until(settings, zurich, noon), noon + hours{1});
    EXPECT_EQ(queued_until(settings, zurich, noon + hours{1}), noon + hours{1});
    settings.calling_hours = {};
    EXPECT_EQ(queued_until(settings, {}, noon), noon + hours{1});
    settings.end_at.reset();
    EXPECT_FALSE(queued_until(settings, {}, noon));
}

}  // namespace
}  // namespace carillon::dialer::rules
