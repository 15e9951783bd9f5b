// SPDX-License-Identifier: MIT
#include "phone_number.hpp"

#include <algorithm>

namespace carillon {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Digits after a letter belong to a SID, not to a number; `%2B` is a plus.
bool ends_within_word(std::string_view text) {
    if (text.empty() || text.ends_with("%2B") || text.ends_with("%2b")) return false;
    const char last = text.back();
    return (last >= 'a' && last <= 'z') || (last >= 'A' && last <= 'Z');
}

std::string masked_number(std::string_view digits) {
    const auto number = PhoneNumber::from_e164("+" + std::string{digits});
    return number ? number->masked() : std::string(digits.size() + 1, '*');
}

}  // namespace

std::optional<PhoneNumber> PhoneNumber::from_e164(std::string_view text) {
    constexpr std::size_t fewest_digits = 7;
    constexpr std::size_t most_digits = 15;
    if (text.empty() || text.front() != '+') return std::nullopt;

    const std::string_view digits = text.substr(1);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (digits.size() < fewest_digits || digits.size() > most_digits || digits.front() == '0' ||
        !std::all_of(digits.begin(), digits.end(), is_digit))
        return std::nullopt;
    return PhoneNumber{std::string{text}};
}

std::string PhoneNumber::masked() const {
    constexpr std::size_t shown_in_front = 2;  // the plus and the first digit of the country code
    constexpr std::size_t shown_behind = 4;
    std::string text = e164_;
    std::fill(text.begin() + shown_in_front, text.end() - shown_behind, '*');
    return text;
}

std::string masked_numbers(std::string_view text) {
    constexpr std::size_t fewest_digits = 7;
    std::string masked;
    while (!text.empty()) {
        const bool is_run = is_digit(text.front());
        const auto end =
            std::find_if(text.begin(), text.end(), [&](char c) { return is_digit(c) != is_run; });
        const auto piece = text.substr(0, static_cast<std::size_t>(end - text.begin()));
        text.remove_prefix(piece.size());
        if (!is_run || piece.size() < fewest_digits || ends_within_word(masked)) {
            masked += piece;
            continue;
        }
        if (masked.ends_with('+')) masked.pop_back();
        masked += masked_number(piece);
    }
    return masked;
}

}  // namespace carillon
