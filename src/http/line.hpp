// SPDX-License-Identifier: MIT
// Lines as HTTP has them: ended by CR LF, and by nothing else. A lone CR or LF that one party takes for the
// end of a line and another does not is how requests are smuggled.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

namespace carillon::http {

/// All before the first CR LF, or nothing when there is none yet.
inline std::optional<std::string_view> first_line(std::string_view bytes) {
    const auto end = bytes.find("\r\n");
    if (end == std::string_view::npos) return std::nullopt;
    return bytes.substr(0, end);
}

/// No control characters (a lone CR or LF, NUL …) except the tab.
inline bool is_clean_line(std::string_view line) {
    return std::none_of(line.begin(), line.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

}  // namespace carillon::http
