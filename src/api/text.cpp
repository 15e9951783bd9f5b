// SPDX-License-Identifier: MIT
#include "api/text.hpp"

#include <algorithm>

#include "utf8.hpp"

namespace carillon::api {
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
