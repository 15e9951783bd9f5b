// SPDX-License-Identifier: MIT
// Whether people may be rung now, on the clocks where they are. A doubtful hour is closed: around each change
// of the clocks, the hour that they show twice (both times), and as much time after a gap as the gap had
// skipped.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "calling_hours.hpp"
#include "instant.hpp"

namespace carillon::dialer::rules {

/// Requires: is_time_zone(zone).
[[nodiscard]] bool is_open(const CallingHours& hours, const std::string& zone, Instant now);

/// The first instant from `now` on at which it is open in all of these zones; none: not within a year.
/// Requires: each is a time zone, and there is one.
[[nodiscard]] std::optional<Instant> next_opening(const CallingHours& hours,
                                                  std::span<const std::string> zones,
                                                  Instant now);

/// The first instant after `now` at which it is closed in one of them; none: not within a day. Requires: as
/// above, and open now in all.
[[nodiscard]] std::optional<Instant> next_closing(const CallingHours& hours,
                                                  std::span<const std::string> zones,
                                                  Instant now);

}  // namespace carillon::dialer::rules
