// SPDX-License-Identifier: MIT
// Rows for people. What strangers wrote cannot move the cursor, nor look like another row.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace carillon::cli::client {

/// What a terminal obeys, and bytes that are no UTF-8, as \xHH.
[[nodiscard]] std::string printable(std::string_view text);

/// A string as it is, `-` for null, everything else as JSON.
[[nodiscard]] std::string to_cell(const nlohmann::ordered_json& value);

using Rows = std::vector<std::vector<std::string>>;

/// Columns as wide as their widest cell. `widest`: a cell is cut after so many characters; 0: never.
void print_table(std::ostream& out,
                 const std::vector<std::string>& header,
                 const Rows& rows,
                 std::size_t widest);

/// One line for each member, those of objects within it as `counts.total`.
void print_members(std::ostream& out, const nlohmann::ordered_json& object);

}  // namespace carillon::cli::client
