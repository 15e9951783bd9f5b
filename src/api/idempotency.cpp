// SPDX-License-Identifier: MIT
#include "api/idempotency.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <openssl/evp.h>

#include "api/paging.hpp"

namespace carillon::api {
namespace {

std::string sha256_hex(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned size = 0;
    if (EVP_Digest(text.data(), text.size(), hash.data(), &size, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("SHA-256 is not available");
    std::string hex;
    for (unsigned i = 0; i < size; ++i) hex += {digits[hash.at(i) >> 4U], digits[hash.at(i) & 15U]};
    return hex;
}

bool is_printable(char c) {
    return c >= ' ' && c <= '~';
}

}  // namespace

Result<std::optional<store::IdempotencyKey>> read_idempotency_key(const http::Request& request,
                                                                  std::string_view meaning) {
    const std::string_view key = request.header("Idempotency-Key");
    if (key.empty()) return std::optional<store::IdempotencyKey>{};
    if (key.size() > 255 || !std::all_of(key.begin(), key.end(), is_printable))
        return wrong_parameter("Idempotency-Key",
                               "Idempotency-Key must be 1 to 255 printable ASCII characters");

    store::IdempotencyKey idempotency;
    idempotency.key = key;
    idempotency.fingerprint = sha256_hex(request.method + ' ' + request.path + '\n' + std::string{meaning});
    return std::optional{std::move(idempotency)};
}

}  // namespace carillon::api
