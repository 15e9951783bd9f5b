// SPDX-License-Identifier: MIT
#include "dialer/rules/account_day.hpp"

#include "time_zone.hpp"

namespace carillon::dialer::rules {
namespace {

/// What clocks show, as if they showed UTC.
Instant shown(const std::string& zone, Instant now) {
    return Instant{clock_setting(zone, now).wall_time(now).time_since_epoch()};
}

std::string two_digits(std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

std::string day_of(const std::string& zone, Instant now) {
    return to_rfc3339(shown(zone, now)).substr(0, 10);
}

Instant next_day(const std::string& zone, Instant now) {
    // Zones are whole quarters of an hour away from UTC, and so are their midnights and their changes.
    constexpr std::chrono::minutes quarter{15};
    const std::string today = day_of(zone, now);
    Instant next = std::chrono::floor<std::chrono::minutes>(now);
    next -= (next.time_since_epoch() % quarter);
    while (day_of(zone, next) <= today) next += quarter;
    return next;
}

std::string clock_text(const std::string& zone, Instant now) {
    const auto offset = std::chrono::duration_cast<std::chrono::minutes>(clock_setting(zone, now).offset);
    const auto distance = std::chrono::abs(offset).count();
    return to_rfc3339(shown(zone, now)).substr(0, 19) + (offset.count() < 0 ? "-" : "+") +
           two_digits(distance / 60) + ":" + two_digits(distance % 60);
}

}  // namespace carillon::dialer::rules
