// SPDX-License-Identifier: MIT
// The API's description of itself, as OpenAPI 3.1: what people wrote about each operation (openapi/), laid
// over the route table, which says what there is and who may use it.
#pragma once

#include <string>
#include <string_view>

#include "api/routes.hpp"

namespace carillon::api {

/// Made at the first call; the same text from then on.
[[nodiscard]] const std::string& openapi_document();

/// As the document has it: in lower case.
[[nodiscard]] std::string method_of(const Route& route);

/// The pieces of openapi/ as one JSON, as cmake/make_openapi.py puts them together: the document, but with
/// `operations` by "METHOD /path" instead of `paths`.
[[nodiscard]] std::string_view openapi_pieces();

}  // namespace carillon::api
