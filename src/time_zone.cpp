// SPDX-License-Identifier: MIT
#include "time_zone.hpp"

#include <stdexcept>

#include <date/tz.h>

namespace carillon {
namespace {

const date::time_zone* find_zone(std::string_view name) {
    try {
        return date::locate_zone(name);
    } catch (const std::runtime_error&) {  // its only way to say that there is none
        return nullptr;
    }
}

Instant to_instant(date::sys_seconds at) {
    return Instant{Milliseconds{at.time_since_epoch()}};
}

}  // namespace

bool is_time_zone(std::string_view name) {
    return !name.empty() && find_zone(name) != nullptr;
}

ClockSetting clock_setting(std::string_view zone, Instant at) {
    const date::time_zone& found = *find_zone(zone);
    const date::sys_seconds second{std::chrono::floor<Seconds>(at).time_since_epoch()};
    const date::sys_info now = found.get_info(second);
    ClockSetting setting{now.offset, to_instant(now.begin), to_instant(now.end), now.offset, now.offset};
    // Before the first and after the last change of its table the library gives the ends of its calendar.
    if (now.begin > date::sys_days{date::year{1900} / 1 / 1})
        setting.offset_before = found.get_info(now.begin - Seconds{1}).offset;
    if (now.end < date::sys_days{date::year{2400} / 1 / 1})
        setting.offset_after = found.get_info(now.end).offset;
    return setting;
}

}  // namespace carillon
