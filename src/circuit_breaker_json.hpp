// SPDX-License-Identifier: MIT
// The setting `circuit_breaker`: null, or {"failed_share": 0.9, "window_seconds": 600, "least_calls": 50}
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "circuit_breaker.hpp"

namespace carillon {

[[nodiscard]] nlohmann::ordered_json circuit_breaker_to_json(const std::optional<CircuitBreaker>& breaker);

/// Takes what `json` says; members that it leaves out have their defaults. Returns what is wrong with it, as
/// the end of a sentence that begins with the setting's name; none: it was taken.
[[nodiscard]] std::optional<std::string> read_circuit_breaker(const nlohmann::ordered_json& json,
                                                              std::optional<CircuitBreaker>& breaker);

}  // namespace carillon
