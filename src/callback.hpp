// SPDX-License-Identifier: MIT
// A callback: one status event that the carrier told us, by webhook or when we asked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "call.hpp"
#include "ids.hpp"
#include "instant.hpp"

namespace carillon {

enum class CallbackSource { webhook, poll };
[[nodiscard]] std::string_view to_text(CallbackSource source);

/// A status event as it arrives, already out of Twilio's form. What was not sent is empty.
struct NewCallback {
    CallToken token;  ///< from the callback URL; empty when it had none
    CallSid call_sid;
    std::string twilio_status;
    std::optional<std::int64_t> sequence_number;
    std::string from_number;
    std::string to_number;
    std::string direction;
    std::optional<std::int64_t> duration_seconds;
    std::optional<std::int64_t> error_code;
    std::string error_message;
    std::string answered_by;
    std::optional<std::int64_t> sip_response_code;
    /// All of it as received: a JSON object of strings (a repeated field: array of strings) in two parts,
    /// this callback's own and those that others have alike.
    std::string fields = "{}";
    std::string shared_fields = "{}";
    std::string metadata =
        "{}";  ///< the guide's object (duration, from, to, direction, errorCode, errorMessage), JSON
    CallbackSource source = CallbackSource::webhook;
    Instant received_at;
};

/// The word under which the verdict of an answering machine detection stands among a call's callbacks
/// (`amd:machine_start`): it is no status, and moves no call.
[[nodiscard]] std::string verdict_word(std::string_view answered_by);
[[nodiscard]] bool is_verdict(std::string_view word);

/// The stored row.
struct Callback {
    CallbackId id;
    std::optional<CallId> call_id;  ///< none when no call of ours fits
    CallSid call_sid;
    std::string twilio_status;
    std::optional<std::int64_t> sequence_number;
    std::string fields;
    CallbackSource source = CallbackSource::webhook;
    Instant received_at;
    bool applied = false;  ///< whether it changed the call's state (a late, doubled or unknown one does not)
};

}  // namespace carillon
