// SPDX-License-Identifier: MIT
#include "number_blocks.hpp"

#include "numbering_plan.hpp"

namespace carillon {
namespace {

constexpr std::size_t in_a_block = 4;        ///< digits
constexpr std::size_t most_known = 100'000;  ///< blocks; some 10 MB
/// Digits. Of a shorter number the last four can decide how it is read: the library drops the zero of
/// `+82080000` and keeps that of `+82081000`, and the block would ring somebody else.
constexpr std::size_t fewest_in_a_number = 9;

/// The digits, after a plus if it begins with one, of a number written with the usual marks between them.
/// Empty: short, or written otherwise, which is the library's business.
std::string plain(std::string_view text) {
    constexpr std::size_t longest = 32;
    std::string digits;
    if (text.size() > longest) return digits;
    for (const char c : text) {
        const bool is_first_plus = c == '+' && digits.empty();
        if ((c >= '0' && c <= '9') || is_first_plus)
            digits += c;
        else if (c != ' ' && c != '-' && c != '(' && c != ')' && c != '.')
            return {};
    }
    const std::size_t count = digits.size() - (digits.starts_with('+') ? 1 : 0);
    return count >= fewest_in_a_number ? digits : std::string{};
}

std::string without_last(const std::string& digits) {
    return digits.substr(0, digits.size() - in_a_block);
}

/// Whether the number is what was written, its country's code put in front at most. Where the library takes a
/// trunk prefix or a country's code away, it may do so for one number of a block and not for the next.
bool is_as_written(const PhoneNumber& number, const std::string& digits) {
    const std::string& e164 = number.e164();
    if (digits.front() == '+') return e164 == digits;
    if (!e164.ends_with(digits)) return false;
    const std::string code = e164.substr(1, e164.size() - 1 - digits.size());
    return !code.empty() && !digits.starts_with(code);
}

void make_room(auto& blocks) {
    if (blocks.size() >= most_known) blocks.clear();
}

}  // namespace

Result<PhoneNumber> NumberBlocks::normalize(std::string_view text, std::string_view default_country) {
    const std::string digits = plain(text);
    if (digits.empty()) return normalize_phone_number(text, default_country);
    const std::string last = digits.substr(digits.size() - in_a_block);
    std::string key = without_last(digits);
    if (digits.front() != '+') key.insert(0, default_country);

    if (const auto known = written_.find(key); known != written_.end())
        if (auto number = PhoneNumber::from_e164(known->second + last)) return *std::move(number);
    auto number = normalize_phone_number(text, default_country);
    if (number && is_as_written(*number, digits)) {
        make_room(written_);
        written_.emplace(std::move(key), without_last(number->e164()));
    }
    return number;
}

std::optional<std::string> NumberBlocks::objection(const PhoneNumber& number) {
    if (!objection_) return std::nullopt;
    std::string key = without_last(number.e164());
    if (passed_.contains(key)) return std::nullopt;
    auto objection = objection_(number);
    if (!objection) {
        make_room(passed_);
        passed_.insert(std::move(key));
    }
    return objection;
}

}  // namespace carillon
