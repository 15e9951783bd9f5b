// SPDX-License-Identifier: MIT
// Base64 with padding, standard alphabet: Basic authorization and webhook signatures.
#pragma once

#include <string>
#include <string_view>

namespace carillon::twilio {

[[nodiscard]] std::string base64(std::string_view bytes);

}  // namespace carillon::twilio
