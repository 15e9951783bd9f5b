// SPDX-License-Identifier: MIT
#include "instant.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "digits.hpp"

namespace carillon {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::array<const char*, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> months{
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct Parts {
    explicit Parts(Instant instant) : day(floor<days>(instant)), date(day), time(instant - Instant{day}) {}

    sys_days day;
    year_month_day date;
    std::chrono::hh_mm_ss<Milliseconds> time;

    [[nodiscard]] int year() const { return static_cast<int>(date.year()); }
    [[nodiscard]] unsigned month() const { return static_cast<unsigned>(date.month()); }
    [[nodiscard]] unsigned day_of_month() const { return static_cast<unsigned>(date.day()); }
    [[nodiscard]] int hour() const { return static_cast<int>(time.hours().count()); }
    [[nodiscard]] int minute() const { return static_cast<int>(time.minutes().count()); }
    [[nodiscard]] int second() const { return static_cast<int>(time.seconds().count()); }
    [[nodiscard]] int millisecond() const { return static_cast<int>(time.subseconds().count()); }
};

using Text = std::array<char, 64>;

/// The offset at the end of an RFC 2822 date, in minutes: `+0130`, `-0500`, `GMT`.
std::optional<int> parse_offset(std::string_view zone) {
    if (zone == "GMT" || zone == "UTC") return 0;
    if (zone.size() != 5 || (zone[0] != '+' && zone[0] != '-')) return std::nullopt;
    int value = 0;
    const auto [end, error] = std::from_chars(zone.data() + 1, zone.data() + zone.size(), value);
    if (error != std::errc{} || end != zone.data() + zone.size()) return std::nullopt;
    const int minutes = value / 100 * 60 + value % 100;
    return zone[0] == '-' ? -minutes : minutes;
}

std::optional<unsigned> parse_month(std::string_view name) {
    for (unsigned i = 0; i < months.size(); ++i)
        if (name == months.at(i)) return i + 1;
    return std::nullopt;
}

/// The part of an RFC 3339 instant behind its seconds: `.125`, or nothing.
std::optional<Milliseconds> parse_fraction(std::string_view text) {
    if (text.empty()) return Milliseconds{0};
    if (text.front() != '.' || text.size() < 2 || text.find_first_not_of("0123456789", 1) != text.npos)
        return std::nullopt;
    std::string digits{text.substr(1, 3)};
    digits.resize(3, '0');
    return Milliseconds{std::stoi(digits)};
}

/// `Z`, or an offset as `+01:00`.
std::optional<std::chrono::minutes> parse_rfc3339_offset(std::string_view zone) {
    if (zone == "Z" || zone == "z") return std::chrono::minutes{0};
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
    const auto hours = parse_digits(zone.substr(1, 2));
    const auto minutes = parse_digits(zone.substr(4, 2));
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    const std::chrono::minutes offset{*hours * 60 + *minutes};
    return zone[0] == '-' ? -offset : offset;
}

}  // namespace

std::optional<Instant> parse_rfc3339(std::string_view text) {
    constexpr std::string_view shape = "2026-11-22T12:07:37";
    if (text.size() <= shape.size() || text[4] != '-' || text[7] != '-' ||
        (text[10] != 'T' && text[10] != 't') || text[13] != ':' || text[16] != ':')
        return std::nullopt;
    const auto year = parse_digits(text.substr(0, 4));
    const auto month = parse_digits(text.substr(5, 2));
    const auto day = parse_digits(text.substr(8, 2));
    const auto hour = parse_digits(text.substr(11, 2));
    const auto minute = parse_digits(text.substr(14, 2));
    const auto second = parse_digits(text.substr(17, 2));
    const auto zone_at = text.find_first_of("Zz+-", shape.size());
    if (!year || !month || !day || !hour || !minute || !second || zone_at == text.npos) return std::nullopt;
    const auto fraction = parse_fraction(text.substr(shape.size(), zone_at - shape.size()));
    const auto offset = parse_rfc3339_offset(text.substr(zone_at));
    if (!fraction || !offset || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    const year_month_day date{std::chrono::year{*year},
                              std::chrono::month{static_cast<unsigned>(*month)},
                              std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    return Instant{sys_days{date}} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
           Seconds{*second} + *fraction - *offset;
}

// By hand, because an export writes two of them a row, and snprintf takes as long as the rest of the row.
std::string to_rfc3339(Instant instant) {
    const Parts at{instant};
    std::string text;
    const auto append = [&](char before, int number, std::size_t width) {
        const auto digits = std::to_string(number);
        if (before != '\0') text += before;
        text.append(width - std::min(width, digits.size()), '0').append(digits);
    };
    append('\0', at.year(), 4);
    append('-', static_cast<int>(at.month()), 2);
    append('-', static_cast<int>(at.day_of_month()), 2);
    append('T', at.hour(), 2);
    append(':', at.minute(), 2);
    append(':', at.second(), 2);
    append('.', at.millisecond(), 3);
    return text += 'Z';
}

std::string to_rfc2822(Instant instant) {
    const Parts at{instant};
    const std::chrono::weekday weekday{at.day};
    Text text{};
    const int length = std::snprintf(text.data(),
                                     text.size(),
                                     "%s, %02u %s %04d %02d:%02d:%02d +0000",
                                     weekdays.at(weekday.c_encoding()),
                                     at.day_of_month(),
                                     months.at(at.month() - 1),
                                     at.year(),
                                     at.hour(),
                                     at.minute(),
                                     at.second());
    return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<Instant> parse_rfc2822(std::string_view text) {
    // The weekday says nothing that the date does not: it is read over.
    unsigned day = 0;
    int year = 0, hour = 0, minute = 0, second = 0;
    std::array<char, 4> month_name{};
    std::array<char, 6> zone{};
    const std::string copy{text};
    if (std::sscanf(copy.c_str(),
                    "%*3[A-Za-z], %2u %3[A-Za-z] %4d %2d:%2d:%2d %5s",
                    &day,
                    month_name.data(),
                    &year,
                    &hour,
                    &minute,
                    &second,
                    zone.data()) != 7)
        return std::nullopt;

    const auto month = parse_month(month_name.data());
    const auto offset = parse_offset(zone.data());
    if (!month || !offset || hour > 23 || minute > 59 || second > 60) return std::nullopt;
    const year_month_day date{std::chrono::year{year}, std::chrono::month{*month}, std::chrono::day{day}};
    if (!date.ok() || hour < 0 || minute < 0 || second < 0) return std::nullopt;
    return Instant{sys_days{date}} + std::chrono::hours{hour} + std::chrono::minutes{minute - *offset} +
           Seconds{second};
}

}  // namespace carillon
