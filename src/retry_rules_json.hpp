// SPDX-License-Identifier: MIT
// The setting `retries`: {"busy": {"times": 3, "delays_seconds": [300, 900]}, "no_answer": {"times": 2,
// "first_delay_seconds": 600, "factor": 2, "longest_delay_seconds": 86400, "jitter": 0.1}}
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "retry_rules.hpp"

namespace carillon {

[[nodiscard]] nlohmann::ordered_json retry_rules_to_json(const RetryRules& rules);

/// Takes what `json` says. Returns what is wrong with it, as the end of a sentence that begins with the
/// setting's name; none: it was taken.
[[nodiscard]] std::optional<std::string> read_retry_rules(const nlohmann::ordered_json& json,
                                                          RetryRules& rules);

}  // namespace carillon
