// SPDX-License-Identifier: MIT
// What follows from the carrier's word that a machine picked up.
#pragma once

#include "store/decisions.hpp"

namespace carillon::dialer::rules {

/// A verdict that comes this long after the end of its call changes the call's row, and nothing else.
inline constexpr Seconds latest_verdict{3'600};

/// Whether the carrier shall end this call: a machine is on the line, and the settings under which it was
/// placed say so. It may be live whatever its status says: the verdict may be faster than the pick-up.
[[nodiscard]] bool must_hang_up(const Call& call, const CampaignSettings& placed_under);

/// Where a contact goes when its last call, which had ended as if with a person, turns out to have met a
/// machine: to where it would have gone had the verdict come first. None: it stays. `told`: the call of
/// `standing` with the verdict.
[[nodiscard]] std::optional<store::ContactStep> step_after_late_verdict(const store::Standing& standing,
                                                                        const Call& told,
                                                                        Instant now);

}  // namespace carillon::dialer::rules
