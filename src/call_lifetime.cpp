// SPDX-License-Identifier: MIT
#include "call_lifetime.hpp"

#include <algorithm>

#include "settings.hpp"

namespace carillon {

Milliseconds longest_time(const Call& call) {
    const CampaignSettings settings = settings_from_json(call.settings);
    return longest_request + Seconds{settings.timeout_seconds} + ring_buffer +
           Seconds{settings.time_limit_seconds};
}

bool may_be_under_way(const Call& given_up, const ClockReading& clock) {
    constexpr Milliseconds by_any_clock = std::chrono::hours{24};
    // Databases from before 0005 do not know when.
    const Instant since = given_up.given_up_at.value_or(given_up.submitted_at.value_or(given_up.created_at));
    if (clock.now - since > by_any_clock) return false;
    return clock.now < std::max(since, clock.even_since) + longest_time(given_up);
}

}  // namespace carillon
