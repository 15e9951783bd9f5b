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

/// RFC 9110, 5.6.2: what methods and names of fields are made of.
inline bool is_token(std::string_view text) {
    constexpr std::string_view signs = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               signs.find(c) != std::string_view::npos;
    });
}

/// `name: value`, not folded, no blank before the colon.
inline bool is_field_line(std::string_view line) {
    const auto colon = line.find(':');
    return colon != std::string_view::npos && is_token(line.substr(0, colon)) && is_clean_line(line);
}

}  // namespace carillon::http
