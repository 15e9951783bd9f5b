// SPDX-License-Identifier: MIT
// The callback URLs: how they go out with a call, and what of it Twilio has signed when it comes back.
#pragma once

#include <string>
#include <string_view>

#include "call.hpp"
#include "twilio/form.hpp"

namespace carillon::twilio {

/// The query parameter that carries the call's token.
inline constexpr std::string_view token_parameter = "call";

/// A signed callback with this field asks only whether it arrives, and is answered with the field's value.
inline constexpr std::string_view probe_parameter = "CarillonProbe";

/// `base?call=<token>#rc=5&rp=ct,rt,5xx` (`&call=` when the base has a query; a fragment of the base is
/// dropped). The fragment asks Twilio for five retries after connect failures, read time-outs and 5xx; by
/// default it makes one, and none after a 503. Not after 4xx: a refused signature would only be refused
/// again.
[[nodiscard]] std::string status_callback_url(std::string_view base, const CallToken& token);

/// The URL of /twilio-amd, beside that of /twilio-status: the same but for the last part of the path, so that
/// what a front proxy does for the one it does for the other.
[[nodiscard]] std::string verdict_callback_base(std::string_view status_callback_base);

/// The token that came back; empty when there is none.
[[nodiscard]] CallToken token_in(const Form& query);

/// The URL that Twilio has signed for a request that we see with `target`: the configured URL up to its
/// query, letter for letter, and the query as received, byte for byte. Never Host or X-Forwarded-*: a
/// stranger writes those. The path is the configured one and not the received one, so that a front proxy may
/// strip or rewrite the path: what Twilio was given is the configured text, whatever path we see in the end.
[[nodiscard]] std::string signed_url(std::string_view configured_url, std::string_view target);

}  // namespace carillon::twilio
