// SPDX-License-Identifier: MIT
#include "twilio/base64.hpp"

#include <openssl/evp.h>

namespace carillon::twilio {

std::string base64(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4, '\0');
    // OpenSSL ends what it writes with a NUL; std::string has room for exactly that one.
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                    reinterpret_cast<const unsigned char*>(bytes.data()),
                    static_cast<int>(bytes.size()));
    return text;
}

}  // namespace carillon::twilio
