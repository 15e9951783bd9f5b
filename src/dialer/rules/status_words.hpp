// SPDX-License-Identifier: MIT
// What each status word of the carrier means for a call. The guide's table (guide.md section 6), with the
// call's state beside it; a word that is not in it changes nothing (the guide's `|| "failed"` would end a
// live call).
#pragma once

#include <optional>
#include <string_view>

#include "call.hpp"

namespace carillon::dialer::rules {

struct Meaning {
    CallState state = CallState::accepted;
    CallStatus status = CallStatus::pending;
    std::optional<Outcome> outcome;  ///< set for the words that end a call
};

[[nodiscard]] std::optional<Meaning> meaning_of(std::string_view twilio_status);

}  // namespace carillon::dialer::rules
