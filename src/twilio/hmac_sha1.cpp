// SPDX-License-Identifier: MIT
#include "twilio/hmac_sha1.hpp"

#include <array>
#include <stdexcept>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

namespace carillon::twilio {
namespace {

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

void require(bool worked) {
    if (!worked) throw std::runtime_error("OpenSSL cannot compute HMAC-SHA1");
}

}  // namespace

HmacSha1::HmacSha1(std::string_view key) {
    const std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> hmac{EVP_MAC_fetch(nullptr, "HMAC", nullptr),
                                                                 EVP_MAC_free};
    require(hmac != nullptr);
    keyed_.reset(EVP_MAC_CTX_new(hmac.get()), EVP_MAC_CTX_free);
    char digest[] = "SHA1";
    const std::array parameters{OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                OSSL_PARAM_construct_end()};
    require(keyed_ && EVP_MAC_init(keyed_.get(), bytes_of(key), key.size(), parameters.data()) == 1);
}

std::string HmacSha1::of(std::string_view first, std::string_view second) const {
    constexpr std::size_t length = 20;
    const std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> copy{EVP_MAC_CTX_dup(keyed_.get()),
                                                                         EVP_MAC_CTX_free};
    std::string mac(length, '\0');
    std::size_t written = 0;
    require(copy && EVP_MAC_update(copy.get(), bytes_of(first), first.size()) == 1 &&
            EVP_MAC_update(copy.get(), bytes_of(second), second.size()) == 1 &&
            EVP_MAC_final(copy.get(), reinterpret_cast<unsigned char*>(mac.data()), &written, length) == 1);
    return mac;
}

}  // namespace carillon::twilio
