// SPDX-License-Identifier: MIT
// The days by which the account's limits are counted.
#pragma once

#include <string>

#include "instant.hpp"

namespace carillon::dialer::rules {

/// The date on clocks in `zone`: 2026-11-23. Requires: is_time_zone(zone).
[[nodiscard]] std::string day_of(const std::string& zone, Instant now);

/// The first instant of a later date there. Requires: as above.
[[nodiscard]] Instant next_day(const std::string& zone, Instant now);

/// What a clock shows there, with its distance from UTC: 2026-11-23T09:30:00+01:00. Requires: as above.
[[nodiscard]] std::string clock_text(const std::string& zone, Instant now);

}  // namespace carillon::dialer::rules
