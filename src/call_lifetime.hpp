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

/// When it must be over, wherever it stands: its request, its ringing and its talk have each taken the
/// longest that its own settings allow. Requires: `settings` are settings as the store keeps them.
[[nodiscard]] Instant surely_over_at(const Call& call);

}  // namespace carillon
