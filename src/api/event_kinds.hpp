// SPDX-License-Identifier: MIT
// The words by which events are asked for: a kind, `campaign.*` for all that begin so, `*` for all.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "error.hpp"
#include "event.hpp"

namespace carillon::api {

/// None of them: all. The error names `where` and the words that there are.
[[nodiscard]] Result<std::vector<EventKind>> read_kinds(const std::vector<std::string>& words,
                                                        std::string_view where);

}  // namespace carillon::api
