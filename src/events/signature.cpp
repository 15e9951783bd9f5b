// SPDX-License-Identifier: MIT
#include "events/signature.hpp"

#include <array>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

namespace carillon::events {
namespace {

constexpr std::string_view prefix = "whsec_";
constexpr std::size_t fewest_bytes = 24, most_bytes = 64;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string to_base64(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4, '\0');
    EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(text.data()), bytes_of(bytes), static_cast<int>(bytes.size()));
    return text;
}

/// Strict: padded, without line breaks.
std::optional<std::string> from_base64(std::string_view text) {
    if (text.empty() || text.size() % 4 != 0) return std::nullopt;
    std::string bytes(text.size() / 4 * 3, '\0');
    const int size = EVP_DecodeBlock(
        reinterpret_cast<unsigned char*>(bytes.data()), bytes_of(text), static_cast<int>(text.size()));
    if (size < 0) return std::nullopt;
    // OpenSSL counts the padding's bytes, and does not mind blanks around the text.
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    bytes.resize(static_cast<std::size_t>(size) - padding);
    if (to_base64(bytes) != text) return std::nullopt;
    return bytes;
}

std::optional<std::string> key_of(std::string_view secret) {
    std::optional<std::string> key;  // returned in its place: GCC 12 takes a move of it for an overrun
    if (secret.starts_with(prefix)) key = from_base64(secret.substr(prefix.size()));
    if (key && (key->size() < fewest_bytes || key->size() > most_bytes)) key.reset();
    return key;
}

}  // namespace

Secret new_secret() {
    std::array<unsigned char, 32> key{};
    if (RAND_bytes(key.data(), static_cast<int>(key.size())) != 1)
        throw std::runtime_error("OpenSSL has no random bytes");
    const std::string_view bytes{reinterpret_cast<const char*>(key.data()), key.size()};
    return Secret{std::string{prefix} + to_base64(bytes)};
}

bool is_secret(std::string_view text) {
    return key_of(text).has_value();
}

std::string sign(const Secret& secret,
                 std::string_view message_id,
                 std::string_view timestamp,
                 std::string_view body) {
    const std::string key = key_of(secret.reveal()).value();
    std::string text;
    text.append(message_id).append(".").append(timestamp).append(".").append(body);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (HMAC(EVP_sha256(),
             key.data(),
             static_cast<int>(key.size()),
             bytes_of(text),
             text.size(),
             digest.data(),
             &size) == nullptr)
        throw std::runtime_error("OpenSSL cannot sign");
    return "v1," + to_base64({reinterpret_cast<const char*>(digest.data()), size});
}

}  // namespace carillon::events
