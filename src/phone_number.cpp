// SPDX-License-Identifier: MIT
#include "phone_number.hpp"

#include <algorithm>

namespace carillon {

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

}  // namespace carillon
