// SPDX-License-Identifier: MIT
#include "calling_hours.hpp"

#include <gtest/gtest.h>

namespace carillon {
namespace {

using std::chrono::minutes;

}  // namespace

TEST(TimeOfDay, IsHoursAndMinutesUpToMidnight) {
    EXPECT_EQ(parse_time_of_day("00:00"), minutes{0});
    EXPECT_EQ(parse_time_of_day("09:30"), minutes{570});
    EXPECT_EQ(parse_time_of_day("24:00"), midnight_after);
    EXPECT_EQ(to_time_of_day(minutes{570}), "09:30");
    EXPECT_EQ(to_time_of_day(midnight_after), "24:00");
    for (const char* wrong :
         {"", "9:30", "09:60", "24:01", "25:00", "+9:30", "09-30", "09:3", "0930", "09:30:00"})
        EXPECT_FALSE(parse_time_of_day(wrong)) << wrong;
}

TEST(Date, IsADayThatExists) {
    EXPECT_EQ(to_date(parse_date("2028-02-29").value()), "2028-02-29");
    for (const char* wrong :
         {"", "2027-02-29", "2026-13-01", "2026-1-1", "26-01-01", "2026/01/01", "2026-00-10", "-026-01-01"})
        EXPECT_FALSE(parse_date(wrong)) << wrong;
}

TEST(Weekday, HasThreeLetters) {
    EXPECT_EQ(parse_weekday("mon"), 0U);
    EXPECT_EQ(parse_weekday("sun"), 6U);
    EXPECT_EQ(weekday_name(6), "sun");
    EXPECT_FALSE(parse_weekday("Mon"));
    EXPECT_FALSE(parse_weekday("monday"));
}

}  // namespace carillon
