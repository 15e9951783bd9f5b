// SPDX-License-Identifier: MIT
// Where a contact goes when its call is over.
#pragma once

#include "store/decisions.hpp"

namespace carillon::dialer::rules {

/// After a call that the carrier placed and that ended. `ended`: the call of `standing` as it ended.
[[nodiscard]] store::ContactStep step_after_end(const store::Standing& standing,
                                                const Call& ended,
                                                Instant now);

/// After a refusal: final for what concerns the contact or its country; back to the queue, uncounted, for
/// what concerns us.
[[nodiscard]] store::ContactStep step_after_refusal(const store::Standing& standing,
                                                    const Refused& refusal,
                                                    Instant now);

/// Back to the queue, uncounted: provably nothing was placed. (Not if the campaign was canceled meanwhile.)
[[nodiscard]] store::ContactStep step_back(const store::Standing& standing, Instant next_attempt_at);

}  // namespace carillon::dialer::rules
