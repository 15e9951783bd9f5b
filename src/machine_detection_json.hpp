// SPDX-License-Identifier: MIT
// The setting `machine_detection`: null, or {"mode": "enable", "timeout_seconds": 30, "speech_threshold_ms":
// 2400, "speech_end_threshold_ms": 1200, "silence_timeout_ms": 5000, "on_machine": "continue"}
#pragma once

#include <optional>

#include <nlohmann/json.hpp>

#include "machine_detection.hpp"
#include "setting_fault.hpp"

namespace carillon {

[[nodiscard]] nlohmann::ordered_json machine_detection_to_json(
    const std::optional<MachineDetection>& detection);

/// Takes what `json` says; members that it leaves out get their defaults. Returns what is wrong with it;
/// none: it was taken.
[[nodiscard]] std::optional<SettingFault> read_machine_detection(const nlohmann::ordered_json& json,
                                                                 std::optional<MachineDetection>& detection);

}  // namespace carillon
