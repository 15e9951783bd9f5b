// SPDX-License-Identifier: MIT
// The part of a create request that asks for answering machine detection, checked as Twilio checks it. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "instant.hpp"
#include "simulator/refusal.hpp"
#include "twilio/form.hpp"

namespace carillon::simulator {

struct AskedDetection {
    std::string mode;  ///< MachineDetection; empty: none
    Seconds timeout{30};
    bool is_async = false;
    std::string callback;  ///< AsyncAmdStatusCallback, with its fragment; empty: none
    std::string callback_method = "POST";
};

/// Takes what the form asks. Returns why it is refused (21263); none: it is not.
[[nodiscard]] std::optional<Refusal> read_detection(const twilio::Form& fields, AskedDetection& asked);

/// Without AsyncAmdStatusCallback nobody is told an asynchronous verdict (21262).
void warn_of_untold_verdict(const AskedDetection& asked, std::vector<Warning>& warnings);

}  // namespace carillon::simulator
