// SPDX-License-Identifier: MIT
// CSV for people's spreadsheets: RFC 4180, and no cell that a spreadsheet would run.
#pragma once

#include <string>
#include <string_view>

namespace carillon::api {

/// Adds a cell of text that strangers wrote: = + - @, a tab, a line end or a NUL at its front gets a ' before
/// it, so that a spreadsheet shows it and does not calculate it. So do = + - @ after a semicolon, a tab or a
/// line end within it: spreadsheets of half the world cut at semicolons, whatever is in quotes.
void append_text_cell(std::string& line, std::string_view text);

/// Adds a cell that we wrote (numbers, instants, E.164 phone numbers): quoted where RFC 4180 wants it, else
/// as it is.
void append_plain_cell(std::string& line, std::string_view text);

}  // namespace carillon::api
