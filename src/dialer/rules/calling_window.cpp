// SPDX-License-Identifier: MIT
#include "dialer/rules/calling_window.hpp"

#include <algorithm>
#include <chrono>
#include <vector>

#include "time_zone.hpp"

namespace carillon::dialer::rules {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::local_days;

std::size_t weekday_of(local_days day) {
    return std::chrono::weekday{day}.iso_encoding() - 1;
}

bool is_inside(const CallingWindow& window, WallTime at) {
    const auto day = floor<days>(at);
    const auto time = at - day;
    const bool begins_today = window.days.test(weekday_of(day));
    if (window.from < window.to) return begins_today && time >= window.from && time < window.to;
    const bool began_yesterday = window.days.test(weekday_of(day - days{1}));
    return (begins_today && time >= window.from) || (began_yesterday && time < window.to);
}

bool is_inside(const CallingHours& hours, WallTime at) {
    const auto day = floor<days>(at);
    if (std::find(hours.blackout_dates.begin(), hours.blackout_dates.end(), day) !=
        hours.blackout_dates.end())
        return false;
    return hours.windows.empty() || std::any_of(hours.windows.begin(),
                                                hours.windows.end(),
                                                [&](const auto& window) { return is_inside(window, at); });
}

/// The stretch around a change of the clocks in which their time is doubtful.
struct Doubt {
    Instant from;
    Instant to;
    [[nodiscard]] bool covers(Instant at) const { return from <= at && at < to; }
};
Doubt doubt_after(const ClockSetting& clock) {
    return {clock.since, clock.since + std::chrono::abs(clock.offset - clock.offset_before)};
}
Doubt doubt_before(const ClockSetting& clock) {
    const Seconds set_back = std::max(clock.offset - clock.offset_after, Seconds{0});
    return {clock.until - set_back, clock.until};
}

/// The next instant at which an answer may be another one there: an edge of a window, midnight, a change of
/// the clocks.
Instant next_edge(const CallingHours& hours, const std::string& zone, Instant now) {
    const ClockSetting clock = clock_setting(zone, now);
    const local_days today = floor<days>(clock.wall_time(now));
    Instant next = clock.until;
    const auto consider = [&](Instant at) {
        if (at > now) next = std::min(next, at);
    };
    const auto consider_local = [&](WallTime at) { consider(Instant{at.time_since_epoch() - clock.offset}); };
    consider(doubt_after(clock).to);
    consider(doubt_before(clock).from);
    consider_local(today + days{1});
    for (const CallingWindow& window : hours.windows) {
        consider_local(today + window.from);
        consider_local(today + window.to);
    }
    return next;
}

/// The first of them where it is closed; none: it is open in all.
const std::string* find_closed(const CallingHours& hours, std::span<const std::string> zones, Instant at) {
    const auto closed =
        std::find_if(zones.begin(), zones.end(), [&](const auto& zone) { return !is_open(hours, zone, at); });
    return closed == zones.end() ? nullptr : &*closed;
}

}  // namespace

bool is_open(const CallingHours& hours, const std::string& zone, Instant now) {
    if (hours.restrict_nothing()) return true;
    const ClockSetting clock = clock_setting(zone, now);
    if (doubt_after(clock).covers(now) || doubt_before(clock).covers(now)) return false;
    return is_inside(hours, clock.wall_time(now));
}

std::optional<Instant> next_opening(const CallingHours& hours,
                                    std::span<const std::string> zones,
                                    Instant now) {
    // As long as it is closed in one of them the others need not be asked.
    const Instant until = now + days{366};
    for (Instant at = now; at <= until;) {
        const std::string* closed = find_closed(hours, zones, at);
        if (closed == nullptr) return at;
        at = next_edge(hours, *closed, at);
    }
    return std::nullopt;
}

std::optional<Instant> next_closing(const CallingHours& hours,
                                    std::span<const std::string> zones,
                                    Instant now) {
    const Instant until = now + days{1};
    for (Instant at = now; at <= until;) {
        if (find_closed(hours, zones, at) != nullptr) return at;
        Instant next = Instant::max();
        for (const std::string& zone : zones) next = std::min(next, next_edge(hours, zone, at));
        at = next;
    }
    return std::nullopt;
}

}  // namespace carillon::dialer::rules
