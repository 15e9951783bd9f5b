// SPDX-License-Identifier: MIT
// CSV for people's spreadsheets: RFC 4180, and no cell that a spreadsheet would run.
#pragma once

#include <string>
#include <string_view>

namespace carillon::api {

/// A cell of text that strangers wrote: one that begins with = + - @, a tab or a line end gets a ' before it,
/// so that a spreadsheet shows it and does not calculate it.
[[nodiscard]] std::string text_cell(std::string_view text);

/// A cell that we wrote (numbers, instants, E.164 phone numbers): quoted where RFC 4180 wants it, else as it
/// is.
[[nodiscard]] std::string plain_cell(std::string_view text);

}  // namespace carillon::api
