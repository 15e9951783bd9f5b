// SPDX-License-Identifier: MIT
// What an exchange with Twilio proves. The one rule: a call is "not placed" only where Twilio, or HTTP
// itself, says that nothing was done; whatever else may have happened is Unknown, and is never posted again.
#pragma once

#include <string>

#include "carrier_call.hpp"
#include "http/client.hpp"

namespace carillon::twilio {

/// The answer to `POST Calls.json`.
[[nodiscard]] PlaceResult place_result(const http::Exchange& exchange);

/// The answer to a question about one call, or to a change of it. NoSuchCall only in Twilio's own words.
[[nodiscard]] FetchResult fetch_result(const http::Exchange& exchange);

/// The change came too late: the call is over, or not where it could be changed (21220).
[[nodiscard]] bool is_too_late(const http::Exchange& exchange);

/// Why an exchange did not give what was asked for, in a sentence for logs and /readyz: no secret, no phone
/// number.
[[nodiscard]] std::string trouble_in(const http::Exchange& exchange);

/// What is wrong with the account by the answer to a question that changes nothing; empty when it may place
/// calls.
[[nodiscard]] std::string probe_result(const http::Exchange& exchange);

}  // namespace carillon::twilio
