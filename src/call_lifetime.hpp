// SPDX-License-Identifier: MIT
// How long a call may last that the carrier was asked for, whether or not it ever answered.
#pragma once

#include "call.hpp"

namespace carillon {

/// How long a create request may be on its way. We stop waiting for its answer after 30 s, and what was sent
/// by then may still arrive.
inline constexpr Seconds longest_request{60};
/// Twilio may ring this much longer than Timeout says (twilio.com/docs/voice/api/call-resource, `Timeout`).
inline constexpr Seconds ring_buffer{5};

/// The wall clock, and since when it is known to have run evenly: since its last jump ahead, or since the
/// process began. What it said before that may be off by any amount.
struct ClockReading {
    Instant now;
    Instant even_since;
};

/// Its request, its ringing and its talk each take the longest that its own settings allow. Requires:
/// `settings` are settings as the store keeps them.
[[nodiscard]] Milliseconds longest_time(const Call& call);

/// Whether a call may still be talking that was given up as unresolved: until its longest time is over,
/// counted from there, and anew from where the clock began to run evenly. A call that was given up a day ago
/// is over by any clock.
[[nodiscard]] bool may_be_under_way(const Call& given_up, const ClockReading& clock);

}  // namespace carillon
