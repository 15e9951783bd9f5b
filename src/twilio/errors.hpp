// SPDX-License-Identifier: MIT
// What Twilio's error answers mean for a call that we asked it to place: whom the refusal concerns, how long
// to wait. The codes are Twilio's dictionary's (twilio.com/docs/api/errors).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "carrier_call.hpp"
#include "http/client.hpp"

namespace carillon::twilio {

/// Twilio's own error body, in the classic form or as an RFC 9457 problem document.
struct ErrorBody {
    std::optional<std::int64_t> code;
    std::string message;  ///< may hold the dialled number: see masked_numbers
};
/// Empty when Twilio did not write this body (nothing, HTML, a proxy's JSON): it has neither a numeric
/// `code`, nor its own HTTP status and a text.
[[nodiscard]] std::optional<ErrorBody> parse_error_body(const http::Answer& answer);

/// A code that is not in our table stops what it may concern, rather than use up contacts one by one: the
/// campaign when the request was found invalid (400), else the account.
[[nodiscard]] RefusalScope scope_of(const ErrorBody& error, int http_status);

/// The account is full (calls at once, calls queued): Twilio took nothing, and will again when there is room.
[[nodiscard]] bool is_capacity_error(const ErrorBody& error);

/// Retry-After in seconds or as a date, which is held against the answer's own Date: our clock may differ
/// from Twilio's. At most a day.
[[nodiscard]] std::optional<Milliseconds> retry_after(const http::Answer& answer);

}  // namespace carillon::twilio
