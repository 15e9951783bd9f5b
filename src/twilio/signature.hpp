// SPDX-License-Identifier: MIT
// X-Twilio-Signature: makes it (the fake Twilio signs its callbacks) and verifies it. The URL is the public
// one that Twilio was given (callback_url.hpp: signed_url), never one built from what the request says of
// itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "secret.hpp"
#include "twilio/form.hpp"
#include "twilio/hmac_sha1.hpp"

namespace carillon::twilio {

/// base64(HMAC-SHA1(token, url + every distinct pair of params, sorted bytewise, name before value)).
[[nodiscard]] std::string sign(std::string_view auth_token, std::string_view url, const Form& params);

/// Compares in constant time. Tries the URL with and without its port, because Twilio signs both ways. As
/// strict as Twilio's Python library: neither host case nor query spelling is forgiven, which its Node
/// library does.
class Verifier {
public:
    /// Any of the tokens may have signed, so that a token can be rotated; empty ones are dropped. Without a
    /// token nothing is accepted.
    explicit Verifier(const std::vector<Secret>& auth_tokens);

    /// A request as it came in. A GET has its parameters in the URL; a POST with bodySHA256 in its URL is
    /// checked by its raw body; any other POST as a form, whatever its Content-Type says: no byte that is
    /// read later stays unsigned. `body`: the raw body, decoded.
    [[nodiscard]] bool accepts(std::string_view url,
                               std::string_view method,
                               std::string_view raw_body,
                               const Form& body,
                               std::string_view signature) const;
    [[nodiscard]] bool accepts_form(std::string_view url,
                                    const Form& params,
                                    std::string_view signature) const;
    /// The URL is signed without parameters and its bodySHA256 is the body's SHA-256 in lower-case hex.
    [[nodiscard]] bool accepts_body(std::string_view url,
                                    std::string_view raw_body,
                                    std::string_view signature) const;

private:
    std::vector<HmacSha1> keyed_;
};

}  // namespace carillon::twilio
