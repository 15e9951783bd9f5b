// SPDX-License-Identifier: MIT
// The text of an API key, which its holder shows: `carillon_<id>_<64 hex digits>`. The digits are 256 random
// bits, so that their SHA-256 is all that must be kept to recognise them (docs/decisions/0018); the word in
// front is what scanners for leaked secrets look for.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ids.hpp"

namespace carillon {

/// 256 bits that nobody has seen, in hex. Throws when the machine has no randomness to give.
[[nodiscard]] std::string random_key_secret();

[[nodiscard]] std::string api_key_text(ApiKeyId id, std::string_view secret);

/// In lower-case hex.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// What somebody showed as a key of ours.
struct PresentedKey {
    ApiKeyId id;
    std::string secret_sha256;
};
/// None: it does not look like one.
[[nodiscard]] std::optional<PresentedKey> parse_api_key(std::string_view text);

/// In a time that does not depend on where two digests differ.
[[nodiscard]] bool are_same_digest(std::string_view one, std::string_view other);

}  // namespace carillon
