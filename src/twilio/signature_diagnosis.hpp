// SPDX-License-Identifier: MIT
// Why a signature does not fit: the most frequent trouble of who takes Twilio's webhooks. Nothing is accepted
// for what is found here; it tells a person which setting to change.
#pragma once

#include <string>
#include <string_view>

#include "http/message.hpp"
#include "twilio/signature.hpp"

namespace carillon::twilio {

/// A request whose signature did not fit the URL that was expected.
struct RefusedRequest {
    const http::Request& request;
    std::string_view raw_body;
    const Form& body;
    std::string_view given_url;  ///< what Twilio was told to call, from STATUS_CALLBACK_URL
};

/// The URL that it was signed for, with our token: made of what the request says of itself (Host,
/// X-Forwarded-Host, both schemes, its own path, with and without its query and a last slash). Empty when
/// none of these fits: then another token signed it, something on its way changed it, or it is forged. About
/// 50 HMACs.
[[nodiscard]] std::string find_signed_url(const Verifier& verifier, const RefusedRequest& refused);

/// The same as a sentence for a person who looks at STATUS_CALLBACK_URL; empty when nothing fits.
[[nodiscard]] std::string explain_refusal(const Verifier& verifier, const RefusedRequest& refused);

}  // namespace carillon::twilio
