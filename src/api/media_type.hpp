// SPDX-License-Identifier: MIT
// What a Content-Type header says, and the refusal when it says something that a route does not take.
#pragma once

#include <string>
#include <string_view>

namespace carillon::api {

/// The type without its parameters, in lower case: `text/csv; charset=utf-8` → `text/csv`. Empty when none
/// was sent, or when its charset is another than UTF-8.
[[nodiscard]] std::string media_type(std::string_view content_type);

/// The sentence of a 415. `accepted`: "application/json or text/csv".
[[nodiscard]] std::string unsupported_type(std::string_view content_type, std::string_view accepted);

}  // namespace carillon::api
