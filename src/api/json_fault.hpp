// SPDX-License-Identifier: MIT
// Looks a stranger's JSON over before it is read: whether it is JSON, and whether it nests too deeply for
// code that walks it recursively (nlohmann's `dump` does).
#pragma once

#include <optional>
#include <string_view>

#include "error.hpp"

namespace carillon::api {

inline constexpr int deepest_json = 64;

/// What is wrong, with the byte (counted from 1) where it shows; none: it can be parsed without a second
/// look.
[[nodiscard]] std::optional<Error> find_json_fault(std::string_view text);

}  // namespace carillon::api
