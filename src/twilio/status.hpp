// SPDX-License-Identifier: MIT
// Which of Twilio's status words end a call: all that the client itself must understand of them. What each
// word means for our records is the dialer's rule (dialer/rules/status_words.hpp).
#pragma once

#include <string_view>

namespace carillon::twilio {

/// A word that we do not know does not end a call.
[[nodiscard]] constexpr bool is_over(std::string_view status) {
    return status == "completed" || status == "busy" || status == "no-answer" || status == "failed" ||
           status == "canceled";
}

}  // namespace carillon::twilio
