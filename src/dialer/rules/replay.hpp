// SPDX-License-Identifier: MIT
// The proof backwards: from what the carrier told us of a call, what must its row say? The answer does not
// depend on the order in which the callbacks are given.
#pragma once

#include <string>
#include <vector>

#include "callback.hpp"
#include "dialer/rules/settlement.hpp"

namespace carillon::dialer::rules {

/// One sentence for each of the call's fields that its callbacks contradict; empty: it stands as they say.
/// Left out is what callbacks do not determine: a call without any, and one that the carrier's answer to the
/// POST ended. `callbacks` are the stored ones (twilio/status_callback.hpp reads them back), in any order.
/// Where two of them contradict each other (two different ends), the one that came first has won: these alone
/// are replayed as they came.
[[nodiscard]] std::vector<std::string> differences(const Call& stored,
                                                   std::vector<NewCallback> callbacks,
                                                   const SettlementPolicy& policy);

}  // namespace carillon::dialer::rules
