// SPDX-License-Identifier: MIT
// A JSON object in two parts, because many rows have most of its members alike: those are stored once.
#pragma once

#include <string>

namespace carillon {

struct JsonParts {
    std::string shared = "{}";  ///< the members that others have, too
    std::string own = "{}";     ///< the rest; no member stands in both
};

}  // namespace carillon
