// SPDX-License-Identifier: MIT
// When a campaign stops itself: its calls fail one after the other, and calling on only uses up its contacts.
#pragma once

#include <cstdint>

namespace carillon {

/// By default only where next to nothing gets through: half of an old list's numbers may be dead, and of 50
/// calls to such a list 45 fail once in a billion times.
struct CircuitBreaker {
    double failed_share = 0.9;          ///< of the calls that told something; from 0.01 to 1
    std::int64_t window_seconds = 600;  ///< only calls that ended this lately count
    std::int64_t least_calls = 50;      ///< so many must have ended in the window before it decides
    bool operator==(const CircuitBreaker&) const = default;
};

/// What a campaign's calls came to lately, of those placed since it was last started or resumed. Calls that
/// were canceled or never sent tell nothing, and are not among them.
struct RecentCalls {
    std::int64_t ended = 0;
    std::int64_t failed = 0;  ///< of these: failed, or refused by the carrier
};

}  // namespace carillon
