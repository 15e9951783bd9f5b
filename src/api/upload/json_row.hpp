// SPDX-License-Identifier: MIT
// One contact as a JSON object, from an array or from a line of NDJSON.
#pragma once

#include <cstdint>
#include <string_view>

#include "api/upload/row.hpp"

namespace carillon::api {

/// `phone`, `name`, `time_zone`, `priority` are ours; the members of `variables` and every other member
/// become variables. Numbers and booleans become text, null counts as absent.
[[nodiscard]] ReadRow read_json_row(std::int64_t line, std::string_view text);

/// The rejection of a row that is longer than `longest_row`.
[[nodiscard]] RejectedRow overlong_row(std::int64_t line, std::string_view beginning);

}  // namespace carillon::api
