// SPDX-License-Identifier: MIT
// Numbers in texts of a fixed shape: dates, times of day.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>

namespace carillon {

/// All of the text, which must be digits: no sign, no space. Empty when it is not, or too large for an int.
[[nodiscard]] inline std::optional<int> parse_digits(std::string_view text) {
    int value = 0;
    if (text.empty() || text.front() < '0') return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace carillon
