// SPDX-License-Identifier: MIT
// Standard Webhooks' signatures: who holds the secret can tell that a message is ours, and whole.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "secret.hpp"

namespace carillon::events {

/// `whsec_` and the base64 of 32 random bytes. Throws std::runtime_error when OpenSSL has none.
[[nodiscard]] Secret new_secret();
/// Whether it is `whsec_` and the base64 of 24 to 64 bytes.
[[nodiscard]] bool is_secret(std::string_view text);

/// `v1,` and the base64 of the HMAC-SHA256 over id, timestamp and body. Requires: `is_secret`.
[[nodiscard]] std::string sign(const Secret& secret,
                               std::string_view message_id,
                               std::string_view timestamp,
                               std::string_view body);

}  // namespace carillon::events
