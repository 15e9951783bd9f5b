// SPDX-License-Identifier: MIT
#include "simulator/identifiers.hpp"

namespace carillon::simulator {

Identifiers::Identifiers(std::uint64_t seed, Instant started_at)
    : dice_(seed, "identifiers", static_cast<std::uint64_t>(to_unix_ms(started_at))) {}

std::string Identifiers::hex_digits() {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(32);
    for (int half = 0; half < 2; ++half) {
        const auto bits = dice_.bits();
        for (int shift = 60; shift >= 0; shift -= 4) text += digits[(bits >> shift) & 0xf];
    }
    return text;
}

std::string Identifiers::sid(std::string_view prefix) {
    return std::string{prefix} + hex_digits();
}

std::string Identifiers::uuid() {
    auto text = hex_digits();
    for (const std::size_t position : {8U, 13U, 18U, 23U}) text.insert(position, 1, '-');
    return text;
}

}  // namespace carillon::simulator
