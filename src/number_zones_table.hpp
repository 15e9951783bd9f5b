// SPDX-License-Identifier: MIT
// data/number_zones.tsv, embedded by the build (cmake/embed_number_zones.cmake).
#pragma once

#include <string_view>

namespace carillon {

/// Lines of zones, a tab, prefixes; both apart by spaces. A line that begins with # is a comment.
[[nodiscard]] std::string_view number_zones_table();

}  // namespace carillon
