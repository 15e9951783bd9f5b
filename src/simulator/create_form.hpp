// SPDX-License-Identifier: MIT
// The form of a create request, checked as Twilio checks it: what is refused, what goes through with a
// warning that nobody sees, what its parameters default to. Pure.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "instant.hpp"
#include "simulator/detection_form.hpp"
#include "simulator/refusal.hpp"
#include "twilio/form.hpp"

namespace carillon::simulator {

using twilio::Form;

/// What a caller asked for.
struct NewCall {
    std::string to;
    std::string from;
    std::string url;
    std::string caller_id;
    std::string status_callback;  ///< with its fragment; empty: none
    std::string status_callback_method = "POST";
    std::set<std::string, std::less<>> status_callback_events;
    Seconds timeout{60};
    Seconds time_limit{14'400};
    AskedDetection detection;
};

struct AcceptedForm {
    NewCall call;
    std::vector<Warning> warnings;
};

/// `from_numbers` as in FakeTwilioConfig.
[[nodiscard]] std::variant<AcceptedForm, Refusal> check_create_form(
    const Form& fields, const std::vector<std::string>& from_numbers);

}  // namespace carillon::simulator
