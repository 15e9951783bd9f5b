// SPDX-License-Identifier: MIT
#include "time_zone.hpp"

#include <gtest/gtest.h>

namespace carillon {
namespace {

constexpr Seconds hour{3'600};
/// 2026-11-22, noon in UTC.
constexpr Instant noon{Milliseconds{1'795'348'800'000}};

}  // namespace

TEST(TimeZone, IsKnownByItsIanaName) {
    for (const char* name : {"Europe/Zurich", "America/New_York", "UTC"})
        EXPECT_TRUE(is_time_zone(name)) << name;
    for (const char* name :
         {"", "Zurich", "europe/zurich", "Europe", "../Europe/Zurich", "/etc/passwd", "+01:00"})
        EXPECT_FALSE(is_time_zone(name)) << name;
}

TEST(TimeZone, SaysHowClocksAreSetAndHowTheyWereBefore) {
    const ClockSetting winter = clock_setting("Europe/Zurich", noon);
    EXPECT_EQ(winter.offset, hour);
    EXPECT_EQ(to_rfc3339(winter.since), "2026-10-25T01:00:00.000Z");
    EXPECT_EQ(to_rfc3339(winter.until), "2027-03-28T01:00:00.000Z");
    EXPECT_EQ(winter.offset_before, 2 * hour);
    EXPECT_EQ(winter.offset_after, 2 * hour);
    EXPECT_EQ(winter.wall_time(noon).time_since_epoch(), noon.time_since_epoch() + hour);
}

TEST(TimeZone, MayNeverChangeItsClocks) {
    const ClockSetting clock = clock_setting("UTC", noon);
    EXPECT_EQ(clock.offset, Seconds{0});
    EXPECT_EQ(clock.offset_before, Seconds{0});
    EXPECT_EQ(clock.offset_after, Seconds{0});
}

}  // namespace carillon
