// SPDX-License-Identifier: MIT
// One table per enumeration, between its values and its words: the same words in JSON, SQL and documents.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace carillon {

template <class Enum, std::size_t count>
using Words = std::array<std::pair<Enum, std::string_view>, count>;

template <class Enum, std::size_t count>
[[nodiscard]] constexpr std::string_view word_of(const Words<Enum, count>& words, Enum value) {
    for (const auto& [each, word] : words)
        if (each == value) return word;
    return {};
}

template <class Enum, std::size_t count>
[[nodiscard]] constexpr std::optional<Enum> value_of(const Words<Enum, count>& words, std::string_view word) {
    for (const auto& [value, each] : words)
        if (each == word) return value;
    return std::nullopt;
}

}  // namespace carillon
