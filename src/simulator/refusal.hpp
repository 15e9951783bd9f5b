// SPDX-License-Identifier: MIT
// How Twilio says no: an HTTP status and one of its error codes (twilio.md 1.4).
#pragma once

#include <string>
#include <utility>

namespace carillon::simulator {

struct Refusal {
    Refusal(int status, int error_code, std::string sentence)
        : http_status(status), code(error_code), message(std::move(sentence)) {}

    int http_status;
    int code;
    std::string message;
};

/// Twilio says it in its debugger only; ours is the ledger. The request goes through.
struct Warning {
    Warning(int warning_code, std::string sentence) : code(warning_code), detail(std::move(sentence)) {}

    int code;
    std::string detail;
};

}  // namespace carillon::simulator
