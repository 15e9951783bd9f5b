// SPDX-License-Identifier: MIT
// What the answer of a campaign's pre-dial hook makes of the contact about whom it was asked.
#pragma once

#include <optional>

#include "pre_dial_hook.hpp"
#include "store/decisions.hpp"

namespace carillon::dialer::rules {

/// None: the contact is called.
[[nodiscard]] std::optional<store::ContactStep> step_after_hook(const PreDialHook& hook,
                                                                const HookAnswer& answer,
                                                                Instant now);

}  // namespace carillon::dialer::rules
