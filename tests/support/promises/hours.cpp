// SPDX-License-Identifier: MIT
#include "support/promises/hours.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <sstream>

#include <nlohmann/json.hpp>

#include "time_zone.hpp"

namespace carillon::test {
namespace {

constexpr int minutes_in_a_day = 24 * 60;

/// "09:30" as minutes.
int minutes_of(const std::string& time) {
    return std::stoi(time.substr(0, 2)) * 60 + std::stoi(time.substr(3, 2));
}

struct LocalTime {
    std::chrono::year_month_day date;
    int weekday = 0;  ///< 0 is Monday
    int minute = 0;   ///< of the day

    [[nodiscard]] std::string day() const {
        char text[16];
        std::snprintf(text,
                      sizeof text,
                      "%04d-%02u-%02u",
                      static_cast<int>(date.year()),
                      static_cast<unsigned>(date.month()),
                      static_cast<unsigned>(date.day()));
        return text;
    }
};

LocalTime local_time(const std::string& zone, std::int64_t at_ms) {
    const Instant at = from_unix_ms(at_ms);
    const auto wall = at.time_since_epoch() + clock_setting(zone, at).offset;
    const auto days = std::chrono::floor<std::chrono::days>(wall);
    const std::chrono::sys_days day{days};
    return {std::chrono::year_month_day{day},
            static_cast<int>(std::chrono::weekday{day}.iso_encoding()) - 1,
            static_cast<int>(std::chrono::floor<std::chrono::minutes>(wall - days).count())};
}

bool has_day(const nlohmann::json& window, int weekday) {
    static constexpr const char* names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    const auto& days = window.at("days");
    return std::find(days.begin(), days.end(), names[(weekday + 7) % 7]) != days.end();
}

/// A window that ends before it begins goes on into the next day.
bool is_inside(const nlohmann::json& window, const LocalTime& now) {
    const int from = minutes_of(window.at("from")), to = minutes_of(window.at("to"));
    const int length = to > from ? to - from : to + minutes_in_a_day - from;
    const int since_today = now.minute - from, since_yesterday = since_today + minutes_in_a_day;
    return (has_day(window, now.weekday) && since_today >= 0 && since_today < length) ||
           (has_day(window, now.weekday - 1) && since_yesterday < length);
}

}  // namespace

std::string find_wrong_hour(const CallRow& call) {
    const auto settings = nlohmann::json::parse(call.settings);
    const auto windows = settings.value("calling_hours", nlohmann::json::array());
    const auto dates = settings.value("blackout_dates", nlohmann::json::array());
    if (windows.empty() && dates.empty()) return {};
    std::istringstream zones{call.zones.empty() ? settings.value("time_zone", "") : call.zones};
    int known = 0;
    for (std::string zone; zones >> zone; ++known) {
        const LocalTime now = local_time(zone, *call.submitted_at);
        const bool is_in_a_window =
            windows.empty() || std::any_of(windows.begin(), windows.end(), [&](const auto& each) {
                return is_inside(each, now);
            });
        if (!is_in_a_window || std::find(dates.begin(), dates.end(), now.day()) != dates.end())
            return now.day() + ", minute " + std::to_string(now.minute) + " in " + zone;
    }
    return known == 0 ? "in a zone that nobody knows" : "";
}

}  // namespace carillon::test
