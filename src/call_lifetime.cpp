// SPDX-License-Identifier: MIT
#include "call_lifetime.hpp"

#include "settings.hpp"

namespace carillon {

Instant surely_over_at(const Call& call) {
    const CampaignSettings settings = settings_from_json(call.settings);
    return call.submitted_at.value_or(call.created_at) + longest_request + Seconds{settings.timeout_seconds} +
           ring_buffer + Seconds{settings.time_limit_seconds};
}

}  // namespace carillon
