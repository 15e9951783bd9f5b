// SPDX-License-Identifier: MIT
// One status callback as Twilio posts it (twilio.md 4.1): its parameters, and the request that carries them,
// signed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http/client.hpp"
#include "secret.hpp"
#include "simulator/simulated_call.hpp"
#include "twilio/form.hpp"

namespace carillon::simulator {

struct CallbackMessage {
    Progress progress = Progress::queued;
    std::int64_t sequence_number = 0;
    twilio::Form params;
    std::string idempotency_token;  ///< the same on every try
};

/// The call as it stands now; counts its next SequenceNumber.
[[nodiscard]] CallbackMessage write_callback(SimulatedCall& call,
                                             Progress progress,
                                             std::string_view account_sid,
                                             Instant now);

struct SignedRequest {
    http::Url url;
    http::Outgoing request;
};
/// Requires: the URL was checked when the call was created.
[[nodiscard]] SignedRequest sign_callback(const SimulatedCall& call,
                                          const CallbackMessage& message,
                                          const Secret& auth_token);

}  // namespace carillon::simulator
