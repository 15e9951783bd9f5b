// SPDX-License-Identifier: MIT
// Text for a URL or a form.
#pragma once

#include <string>
#include <string_view>

namespace carillon {

/// All but RFC 3986 unreserved characters as %XX: a space is %20, `+` is %2B.
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace carillon
