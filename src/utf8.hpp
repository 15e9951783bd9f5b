// SPDX-License-Identifier: MIT
// Where a character ends in bytes that should be UTF-8.
#pragma once

#include <cstddef>
#include <string_view>

namespace carillon {

/// How many bytes the character at the front takes; 0 when there is none (RFC 3629, section 4), and for NUL.
[[nodiscard]] inline std::size_t character_size(std::string_view bytes) {
    const auto is_between = [](unsigned char byte, unsigned least, unsigned most) {
        return byte >= least && byte <= most;
    };
    const auto at = [&](std::size_t i) {
        return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : static_cast<unsigned char>(0);
    };
    const auto is_tail = [&](std::size_t i) { return is_between(at(i), 0x80, 0xBF); };

    const unsigned char lead = at(0);
    if (is_between(lead, 0x01, 0x7F)) return 1;
    if (is_between(lead, 0xC2, 0xDF)) return is_tail(1) ? 2 : 0;
    if (is_between(lead, 0xE0, 0xEF)) {
        const unsigned least = lead == 0xE0 ? 0xA0 : 0x80;  // below: overlong
        const unsigned most = lead == 0xED ? 0x9F : 0xBF;   // above: surrogates
        return is_between(at(1), least, most) && is_tail(2) ? 3 : 0;
    }
    if (is_between(lead, 0xF0, 0xF4)) {
        const unsigned least = lead == 0xF0 ? 0x90 : 0x80;  // below: overlong
        const unsigned most = lead == 0xF4 ? 0x8F : 0xBF;   // above: beyond U+10FFFF
        return is_between(at(1), least, most) && is_tail(2) && is_tail(3) ? 4 : 0;
    }
    return 0;
}

/// Whether this character is one that a terminal obeys instead of showing it: controls (also those of U+0080
/// to U+009F), ends of lines and paragraphs, and what turns the direction of writing.
[[nodiscard]] inline bool is_obeyed(std::string_view character) {
    const auto is_between = [&](std::string_view first, std::string_view last) {
        return character.size() == first.size() && character >= first && character <= last;
    };
    return is_between({"\0", 1}, "\x1F") || character == "\x7F" || is_between("\xC2\x80", "\xC2\x9F") ||
           is_between("\xE2\x80\x8E", "\xE2\x80\x8F") || is_between("\xE2\x80\xA8", "\xE2\x80\xAE") ||
           is_between("\xE2\x81\xA6", "\xE2\x81\xA9");
}

}  // namespace carillon
