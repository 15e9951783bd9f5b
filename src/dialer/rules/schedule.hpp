// SPDX-License-Identifier: MIT
// Whether a campaign's time has come, and whether it is over.
#pragma once

#include "campaign.hpp"
#include "store/decisions.hpp"

namespace carillon::dialer::rules {

enum class Phase {
    before,  ///< of `start_at`: nobody is called yet
    open,
    over,  ///< since `end_at`: who still waits expires
};

[[nodiscard]] Phase phase_of(const CampaignSettings& settings, Instant now);

/// What becomes of a contact outside of its campaign's time; none: it may be called.
[[nodiscard]] std::optional<store::ContactStep> step_outside(const CampaignSettings& settings, Instant now);

}  // namespace carillon::dialer::rules
