// SPDX-License-Identifier: MIT
#include "api/csv_writer.hpp"

namespace carillon::api {
namespace {

void append_cell(std::string& line, std::string_view guard, std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        line.append(guard).append(text);
        return;
    }
    line.append(1, '"').append(guard);
    for (const char c : text) line.append(c == '"' ? 2 : 1, c);
    line += '"';
}

}  // namespace

void append_text_cell(std::string& line, std::string_view text) {
    const bool may_be_formula =
        !text.empty() && std::string_view{"=+-@\t\r\n"}.find(text.front()) != std::string_view::npos;
    append_cell(line, may_be_formula ? "'" : "", text);
}

void append_plain_cell(std::string& line, std::string_view text) {
    append_cell(line, "", text);
}

}  // namespace carillon::api
