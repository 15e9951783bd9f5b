// SPDX-License-Identifier: MIT
#include "api/csv_writer.hpp"

namespace carillon::api {
namespace {

bool is_one_of(std::string_view signs, char c) {
    return signs.find(c) != std::string_view::npos;
}

/// Where a spreadsheet could begin a cell: at the front, after a delimiter of another country's, after a line
/// end. Quotes and blanks may stand between.
std::string guarded(std::string_view text) {
    std::string guarded;
    if (!text.empty() && is_one_of(std::string_view{"\t\r\n\0", 4}, text.front())) guarded += '\'';
    bool is_front = true;
    for (const char c : text) {
        if (is_front && is_one_of("=+-@", c)) guarded += '\'';
        is_front = is_one_of(";\t\r\n", c) || (is_front && is_one_of("\" ", c));
        guarded += c;
    }
    return guarded;
}

}  // namespace

void append_text_cell(std::string& line, std::string_view text) {
    append_plain_cell(line, guarded(text));
}

void append_plain_cell(std::string& line, std::string_view text) {
    if (text.find_first_of(",;\"\t\r\n") == std::string_view::npos) {
        line.append(text);
        return;
    }
    line += '"';
    for (const char c : text) line.append(c == '"' ? 2 : 1, c);
    line += '"';
}

}  // namespace carillon::api
