// SPDX-License-Identifier: MIT
#include "api/csv_writer.hpp"

namespace carillon::api {

std::string text_cell(std::string_view text) {
    const bool may_be_formula =
        !text.empty() && std::string_view{"=+-@\t\r\n"}.find(text.front()) != std::string_view::npos;
    return plain_cell(may_be_formula ? "'" + std::string{text} : std::string{text});
}

std::string plain_cell(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string{text};
    std::string quoted = "\"";
    for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
    return quoted + '"';
}

}  // namespace carillon::api
