// SPDX-License-Identifier: MIT
// One callback as Twilio posts it, of a status (twilio.md 4.1) or of a verdict (section 6): its parameters,
// and the request that carries them, signed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/client.hpp"
#include "secret.hpp"
#include "simulator/simulated_call.hpp"
#include "twilio/form.hpp"

namespace carillon::simulator {

struct CallbackMessage {
    std::string word;  ///< CallStatus; of a verdict `amd:` and AnsweredBy, which have no CallStatus
    std::optional<std::int64_t> sequence_number;  ///< none: a verdict
    twilio::Form params;
    std::string idempotency_token;  ///< the same on every try
};

/// The call as it stands now; counts its next SequenceNumber.
[[nodiscard]] CallbackMessage write_callback(SimulatedCall& call,
                                             Progress progress,
                                             std::string_view account_sid,
                                             Instant now);

/// Who picked up, as far as the call knows by now.
[[nodiscard]] CallbackMessage write_verdict(const SimulatedCall& call, std::string_view account_sid);

/// Where it goes, with its fragment.
[[nodiscard]] const std::string& url_of(const SimulatedCall& call, const CallbackMessage& message);

struct SignedRequest {
    http::Url url;
    http::Outgoing request;
};
/// Requires: the URL was checked when the call was created.
[[nodiscard]] SignedRequest sign_callback(const SimulatedCall& call,
                                          const CallbackMessage& message,
                                          const Secret& auth_token);

}  // namespace carillon::simulator
