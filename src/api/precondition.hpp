// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace carillon::api {

/// Whether If-Match, as it was sent, lets a thing with this strong entity tag be changed (RFC 9110, 13.1.1):
/// empty does, `*` does, a list does when it has the tag; a weak tag never is one.
[[nodiscard]] bool fits(std::string_view if_match, std::string_view tag);

}  // namespace carillon::api
