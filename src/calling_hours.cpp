// SPDX-License-Identifier: MIT
#include "calling_hours.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "digits.hpp"

namespace carillon {
namespace {

constexpr std::array<std::string_view, 7> weekdays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

}  // namespace

std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hour = parse_digits(text.substr(0, 2));
    const auto minute = parse_digits(text.substr(3, 2));
    if (!hour || !minute || *minute > 59) return std::nullopt;
    const std::chrono::minutes time{*hour * 60 + *minute};
    return time <= midnight_after ? std::optional{time} : std::nullopt;
}

std::string to_time_of_day(std::chrono::minutes after_midnight) {
    std::array<char, 16> text{};
    const auto minutes = static_cast<int>(after_midnight.count());
    std::snprintf(text.data(), text.size(), "%02d:%02d", minutes / 60, minutes % 60);
    return text.data();
}

std::optional<std::chrono::local_days> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = parse_digits(text.substr(0, 4));
    const auto month = parse_digits(text.substr(5, 2));
    const auto day = parse_digits(text.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    return std::chrono::local_days{date};
}

std::string to_date(std::chrono::local_days day) {
    const std::chrono::year_month_day date{day};
    std::array<char, 16> text{};
    std::snprintf(text.data(),
                  text.size(),
                  "%04d-%02u-%02u",
                  static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()));
    return text.data();
}

std::optional<std::size_t> parse_weekday(std::string_view text) {
    const auto found = std::find(weekdays.begin(), weekdays.end(), text);
    if (found == weekdays.end()) return std::nullopt;
    return static_cast<std::size_t>(found - weekdays.begin());
}

std::string_view weekday_name(std::size_t day) {
    return weekdays.at(day);
}

}  // namespace carillon
