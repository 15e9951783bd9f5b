// SPDX-License-Identifier: MIT
#include "dialer/rules/calling_window.hpp"

#include <random>

#include <gtest/gtest.h>

namespace carillon::dialer::rules {
namespace {

using std::chrono::minutes;
using Zones = std::vector<std::string>;

const std::string zurich = "Europe/Zurich";
const std::string new_york = "America/New_York";

Instant utc(int year, unsigned month, unsigned day, int hour, int minute = 0) {
    const std::chrono::sys_days date{std::chrono::year{year} / static_cast<int>(month) /
                                     static_cast<int>(day)};
    return Instant{date} + std::chrono::hours{hour} + minutes{minute};
}

CallingWindow window(std::string_view days, std::string_view from, std::string_view to) {
    CallingWindow window;
    for (std::size_t day = 0; day < days.size(); ++day) window.days.set(day, days[day] == 'x');
    window.from = parse_time_of_day(from).value();
    window.to = parse_time_of_day(to).value();
    return window;
}

CallingHours every_day(std::string_view from, std::string_view to) {
    return {{window("xxxxxxx", from, to)}, {}};
}
CallingHours working_days() {
    return {{window("xxxxx--", "09:00", "12:00"), window("xxxxx--", "13:00", "18:00")}, {}};
}

}  // namespace

TEST(CallingWindow, IsReadOnTheClocksWhereThePersonIs) {
    const Instant morning = utc(2026, 11, 23, 8);  // a Monday; 9:00 in Zurich, 3:00 in New York
    EXPECT_TRUE(is_open(working_days(), zurich, morning));
    EXPECT_FALSE(is_open(working_days(), zurich, morning - Milliseconds{1}));
    EXPECT_FALSE(is_open(working_days(), new_york, morning));
    EXPECT_FALSE(is_open(working_days(), zurich, utc(2026, 11, 23, 11)));  // the first minute of lunch
    EXPECT_FALSE(is_open(working_days(), zurich, utc(2026, 11, 22, 9)));   // Sunday
}

TEST(CallingWindow, RestrictsNothingWhenThereIsNone) {
    EXPECT_TRUE(is_open({}, zurich, utc(2026, 10, 25, 1)));
    EXPECT_EQ(next_opening({}, Zones{zurich}, utc(2026, 11, 22, 3)), utc(2026, 11, 22, 3));
}

TEST(CallingWindow, MayGoOnOverMidnightIntoADayThatIsNotItsOwn) {
    const CallingHours friday_night{{window("----x--", "22:00", "02:00")}, {}};
    EXPECT_TRUE(is_open(friday_night, "UTC", utc(2026, 11, 27, 22)));
    EXPECT_TRUE(is_open(friday_night, "UTC", utc(2026, 11, 28, 1, 59)));
    EXPECT_FALSE(is_open(friday_night, "UTC", utc(2026, 11, 28, 2)));
    EXPECT_FALSE(is_open(friday_night, "UTC", utc(2026, 11, 27, 1)));
    EXPECT_FALSE(is_open(friday_night, "UTC", utc(2026, 11, 28, 22)));
}

TEST(CallingWindow, MayEndAtMidnightAndLastAllDay) {
    EXPECT_TRUE(is_open(every_day("20:00", "24:00"), "UTC", utc(2026, 11, 22, 23, 59)));
    EXPECT_FALSE(is_open(every_day("20:00", "24:00"), "UTC", utc(2026, 11, 23, 0)));
    EXPECT_TRUE(is_open(every_day("00:00", "24:00"), "UTC", utc(2026, 11, 22, 0)));
    EXPECT_TRUE(is_open(every_day("09:00", "09:00"), "UTC", utc(2026, 11, 22, 9)));  // from 9 to 9
}

TEST(CallingWindow, IsClosedOnBlackoutDatesOfThePersonsCalendar) {
    CallingHours hours = every_day("00:00", "24:00");
    hours.blackout_dates = {parse_date("2026-12-25").value()};
    EXPECT_TRUE(is_open(hours, new_york, utc(2026, 12, 25, 4, 59)));  // still the 24th there
    EXPECT_FALSE(is_open(hours, new_york, utc(2026, 12, 25, 5)));
    EXPECT_FALSE(is_open(hours, new_york, utc(2026, 12, 26, 4, 59)));
    EXPECT_TRUE(is_open(hours, new_york, utc(2026, 12, 26, 5)));
}

TEST(CallingWindow, IsClosedInTheHourThatClocksShowTwice) {
    const CallingHours hours = every_day("00:00", "24:00");  // 2026-10-25: at 3:00 it is 2:00 again
    EXPECT_TRUE(is_open(hours, zurich, utc(2026, 10, 24, 23, 59)));
    EXPECT_FALSE(is_open(hours, zurich, utc(2026, 10, 25, 0)));
    EXPECT_FALSE(is_open(hours, zurich, utc(2026, 10, 25, 1, 59)));
    EXPECT_TRUE(is_open(hours, zurich, utc(2026, 10, 25, 2)));
}

TEST(CallingWindow, IsClosedAfterAGapForAsLongAsTheGapWas) {
    const CallingHours hours = every_day("02:30", "10:00");  // 2026-03-29: at 2:00 it is 3:00
    EXPECT_FALSE(is_open(hours, zurich, utc(2026, 3, 29, 1)));
    EXPECT_FALSE(is_open(hours, zurich, utc(2026, 3, 29, 1, 59)));
    EXPECT_TRUE(is_open(hours, zurich, utc(2026, 3, 29, 2)));
    EXPECT_EQ(next_opening(hours, Zones{zurich}, utc(2026, 3, 28, 12)), utc(2026, 3, 29, 2));
}

TEST(CallingWindow, OpensWhereANumberMayLieInSeveralZonesOnlyWhenItIsOpenInAll) {
    const CallingHours hours = every_day("09:00", "17:00");
    const Zones both{zurich, new_york};
    EXPECT_EQ(next_opening(hours, both, utc(2026, 11, 23, 8)), utc(2026, 11, 23, 14));
    EXPECT_EQ(next_closing(hours, both, utc(2026, 11, 23, 14)), utc(2026, 11, 23, 16));
    EXPECT_FALSE(next_opening(hours, Zones{"Pacific/Auckland", "Europe/London"}, utc(2026, 11, 23, 8)));
}

TEST(CallingWindow, SkipsDaysAndSaysWhenItNeverOpens) {
    CallingHours hours = working_days();
    hours.blackout_dates = {parse_date("2026-11-23").value(), parse_date("2026-11-24").value()};
    EXPECT_EQ(next_opening(hours, Zones{zurich}, utc(2026, 11, 20, 17)), utc(2026, 11, 25, 8));
    EXPECT_FALSE(next_opening(
        CallingHours{{window("-------", "09:00", "12:00")}, {}}, Zones{zurich}, utc(2026, 1, 1, 0)));
}

/// Walked minute by minute, from random instants near changes of the clocks, with random hours.
TEST(CallingWindow, OpensAndClosesAtTheFirstMinuteThatAWalkFinds) {
    std::mt19937 dice{1};
    const auto draw = [&](int least, int most) { return std::uniform_int_distribution{least, most}(dice); };
    const Zones places{
        zurich, new_york, "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu", "America/St_Johns"};
    const std::vector<Instant> changes{utc(2026, 3, 29, 1),
                                       utc(2026, 10, 25, 1),
                                       utc(2026, 3, 8, 7),
                                       utc(2026, 11, 1, 6),
                                       utc(2026, 4, 4, 15),
                                       utc(2026, 10, 3, 15),
                                       utc(2026, 2, 15, 2)};
    for (int round = 0; round < 300; ++round) {
        CallingHours hours;
        for (int i = draw(1, 3); i > 0; --i)
            hours.windows.push_back({std::bitset<7>(static_cast<unsigned>(draw(1, 127))),
                                     minutes{draw(0, 1439)},
                                     minutes{draw(1, 1440)}});
        Zones zones;
        for (int i = draw(1, 2); i > 0; --i) zones.push_back(places.at(static_cast<std::size_t>(draw(0, 5))));
        const Instant from = changes.at(static_cast<std::size_t>(draw(0, 6))) + minutes{draw(-1500, 300)};
        const auto is_open_in_all = [&](Instant at) {
            return std::all_of(
                zones.begin(), zones.end(), [&](const auto& zone) { return is_open(hours, zone, at); });
        };
        Instant walk = from;
        while (walk < from + std::chrono::days{1} && !is_open_in_all(walk)) walk += minutes{1};
        const auto opens = next_opening(hours, zones, from);
        if (walk < from + std::chrono::days{1})
            EXPECT_EQ(opens, walk) << round;
        else
            EXPECT_TRUE(!opens || *opens >= walk) << round;
        if (!opens) continue;
        for (walk = *opens; walk < *opens + std::chrono::days{1} && is_open_in_all(walk);) walk += minutes{1};
        const auto closes = next_closing(hours, zones, *opens);
        if (walk < *opens + std::chrono::days{1})
            EXPECT_EQ(closes, walk) << round;
        else
            EXPECT_TRUE(!closes || *closes >= walk) << round;
    }
}

}  // namespace carillon::dialer::rules
