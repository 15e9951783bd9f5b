// SPDX-License-Identifier: MIT
// Answering machine detection: whether the carrier listens who picked up, how patiently, and what becomes of
// a machine. The verdict comes beside the call's status, before or after its end.
#pragma once

#include <cstdint>
#include <string_view>

namespace carillon {

enum class DetectionMode {
    enable,              ///< the verdict comes as soon as it is known
    detect_message_end,  ///< of a machine it comes when its greeting is over, at the beep
};
enum class OnMachine {
    carry_on,  ///< the agent speaks to it
    hang_up,
};

/// Bounds and defaults are Twilio's (twilio.com/docs/voice/answering-machine-detection).
struct MachineDetection {
    DetectionMode mode = DetectionMode::enable;
    std::int64_t timeout_seconds = 30;            ///< until then, or it is `unknown`
    std::int64_t speech_threshold_ms = 2400;      ///< who speaks for longer is a machine
    std::int64_t speech_end_threshold_ms = 1200;  ///< silence that ends what was said
    std::int64_t silence_timeout_ms = 5000;       ///< silence at the beginning after which it is `unknown`
    OnMachine on_machine = OnMachine::carry_on;
    bool operator==(const MachineDetection&) const = default;
};

/// Whether this verdict of the carrier's says that no person picked up: `machine_start`, `machine_end_…`,
/// `fax`. In doubt (`unknown`, none, a word that nobody knows) it was a person.
[[nodiscard]] bool is_machine(std::string_view answered_by);

}  // namespace carillon
