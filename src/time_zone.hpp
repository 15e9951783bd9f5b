// SPDX-License-Identifier: MIT
// What clocks show in a place, by the IANA time zone database of the machine (package tzdata; libdate-tz,
// hidden in the .cpp, reads it).
#pragma once

#include <chrono>
#include <string_view>

#include "instant.hpp"

namespace carillon {

/// Local time without a zone: what a clock on the wall shows.
using WallTime = std::chrono::local_time<Seconds>;

/// Clocks are this far ahead of UTC from `since` until `until`; before and after that they were and will be
/// set otherwise (by nothing, where only the zone's name changes).
struct ClockSetting {
    Seconds offset{};
    Instant since;
    Instant until;
    Seconds offset_before{};
    Seconds offset_after{};

    [[nodiscard]] WallTime wall_time(Instant at) const {
        return WallTime{std::chrono::floor<Seconds>(at).time_since_epoch() + offset};
    }
};

/// Whether the database of this machine has such a zone: "Europe/Zurich". Abbreviations that people use
/// ("EST") may be zones of their own there.
[[nodiscard]] bool is_time_zone(std::string_view name);

/// How clocks are set there at that instant. Requires: is_time_zone(zone).
[[nodiscard]] ClockSetting clock_setting(std::string_view zone, Instant at);

}  // namespace carillon
