// SPDX-License-Identifier: MIT
// Twilio's status events as callbacks: from a posted form, or from a call that we asked about. Reads only;
// whether a form may be believed is the signature's matter, what it changes is the dialer's.
#pragma once

#include <optional>

#include "callback.hpp"
#include "carrier_call.hpp"
#include "twilio/form.hpp"

namespace carillon::twilio {

/// `form`: the posted form, or a GET's query (the token in it is not kept among the fields). Empty when
/// CallSid or CallStatus is missing or empty: such a request is answered 200 and counted, as in the guide.
[[nodiscard]] std::optional<NewCallback> read_callback(Form form, CallToken token, Instant received_at);

/// The verdict of an answering machine detection, likewise. Empty when CallSid or AnsweredBy is missing or
/// empty.
[[nodiscard]] std::optional<NewCallback> read_verdict(Form form, CallToken token, Instant received_at);

/// What the carrier said when it was asked, as if it had called us back.
[[nodiscard]] NewCallback polled_callback(const CarrierCall& call, Instant received_at);

/// A stored callback as it was when it arrived (without its token, which is not kept).
[[nodiscard]] NewCallback stored_callback(const Callback& stored);

}  // namespace carillon::twilio
