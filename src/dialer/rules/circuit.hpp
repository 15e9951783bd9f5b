// SPDX-License-Identifier: MIT
// Whether a campaign stops itself because its calls fail.
#pragma once

#include <string>

#include "call.hpp"
#include "circuit_breaker.hpp"

namespace carillon::dialer::rules {

/// Why, as a sentence with the last failure's own words; empty: it goes on. `recent` counts `failed`, too.
[[nodiscard]] std::string why_it_breaks(const CircuitBreaker& breaker,
                                        const RecentCalls& recent,
                                        const Call& failed);

}  // namespace carillon::dialer::rules
