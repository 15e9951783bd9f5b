// SPDX-License-Identifier: MIT
// The page at /docs: the API's description for people. It is whole without any script; with the viewer, the
// viewer takes its place.
#pragma once

#include <string>

namespace carillon::api {

/// HTML. Made at the first call; the same text from then on.
[[nodiscard]] const std::string& docs_page();

}  // namespace carillon::api
