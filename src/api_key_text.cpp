// SPDX-License-Identifier: MIT
#include "api_key_text.hpp"

#include <array>
#include <charconv>
#include <span>
#include <stdexcept>

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

namespace carillon {
namespace {

constexpr std::string_view prefix = "carillon_";
constexpr std::size_t secret_bytes = 32;

std::string to_hex(std::span<const unsigned char> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (const unsigned char byte : bytes) {
        hex += digits[byte >> 4U];
        hex += digits[byte & 0xFU];
    }
    return hex;
}

}  // namespace

std::string random_key_secret() {
    std::array<unsigned char, secret_bytes> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        throw std::runtime_error("there is no randomness for an API key");
    return to_hex(bytes);
}

std::string api_key_text(ApiKeyId id, std::string_view secret) {
    return std::string{prefix}.append(std::to_string(id.value())).append("_").append(secret);
}

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    return to_hex(digest);
}

std::optional<PresentedKey> parse_api_key(std::string_view text) {
    if (!text.starts_with(prefix)) return std::nullopt;
    text.remove_prefix(prefix.size());
    std::int64_t id = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, failure] = std::from_chars(text.data(), end, id);
    if (failure != std::errc{} || id <= 0 || rest == end || *rest != '_') return std::nullopt;
    const std::string_view secret{rest + 1, static_cast<std::size_t>(end - rest - 1)};
    if (secret.size() != 2 * secret_bytes) return std::nullopt;
    return PresentedKey{ApiKeyId{id}, sha256_hex(secret)};
}

bool are_same_digest(std::string_view one, std::string_view other) {
    return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace carillon
