// SPDX-License-Identifier: MIT
#include "api/text.hpp"

#include <algorithm>

namespace carillon::api {
namespace {

bool is_between(unsigned char byte, unsigned least, unsigned most) {
    return byte >= least && byte <= most;
}

/// How many bytes the character at the front takes; 0 when there is none (RFC 3629, section 4).
std::size_t character_size(std::string_view bytes) {
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

}  // namespace

bool is_text(std::string_view bytes) {
    while (!bytes.empty()) {
        const std::size_t size = character_size(bytes);
        if (size == 0) return false;
        bytes.remove_prefix(size);
    }
    return true;
}

std::string shortened(std::string_view bytes, std::size_t limit) {
    constexpr std::string_view replacement = "\xEF\xBF\xBD";
    std::string text;
    while (!bytes.empty()) {
        const std::size_t size = character_size(bytes);
        const std::string_view character = size == 0 ? replacement : bytes.substr(0, size);
        if (text.size() + character.size() > limit) return text.append("…");
        text.append(character);
        bytes.remove_prefix(std::max<std::size_t>(size, 1));
    }
    return text;
}

std::string lower_case(std::string_view text) {
    std::string lower{text};
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    });
    return lower;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace carillon::api
