// SPDX-License-Identifier: MIT
// HMAC-SHA1 with a key that is prepared once: finding the algorithm and hashing the key take OpenSSL longer
// than the short texts that are signed here.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_mac_ctx_st;

namespace carillon::twilio {

class HmacSha1 {
public:
    /// Throws std::runtime_error when OpenSSL has no HMAC or SHA-1 (a FIPS provider may refuse it).
    explicit HmacSha1(std::string_view key);

    /// The 20 bytes for `first` followed by `second`.
    [[nodiscard]] std::string of(std::string_view first, std::string_view second) const;

private:
    std::shared_ptr<evp_mac_ctx_st> keyed_;  ///< never changed: each text gets a copy of it
};

}  // namespace carillon::twilio
