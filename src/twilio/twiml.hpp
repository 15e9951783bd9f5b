// SPDX-License-Identifier: MIT
// Whether an answer looks like TwiML. Twilio's own parser has the last word; this finds the login page, the
// JSON error and the empty body before anybody is called.
#pragma once

#include <string>
#include <string_view>

namespace carillon::twilio {

/// What is wrong with it, as a sentence; empty: its root is a whole <Response>.
[[nodiscard]] std::string find_twiml_fault(std::string_view body);

}  // namespace carillon::twilio
