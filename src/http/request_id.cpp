// SPDX-License-Identifier: MIT
#include "http/request_id.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <random>

namespace carillon::http {
namespace {

constexpr std::size_t longest = 64;
constexpr int hexadecimal = 16;

bool may_stand(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"-_.:"}.find(c) != std::string_view::npos;
}

std::string to_hex(std::uint64_t number) {
    std::array<char, hexadecimal> digits{};
    const auto [end, error] =
        std::to_chars(digits.data(), digits.data() + digits.size(), number, hexadecimal);
    return {digits.data(), end};
}

}  // namespace

bool is_request_id(std::string_view text) {
    return !text.empty() && text.size() <= longest && std::all_of(text.begin(), text.end(), may_stand);
}

/// Not a secret: it only keeps the ids of two runs apart.
RequestIds::RequestIds() : of_this_process_(to_hex(std::random_device{}()) + '-') {}

std::string RequestIds::choose(std::string_view offered) {
    if (is_request_id(offered)) return std::string{offered};
    return of_this_process_ + to_hex(++count_);
}

}  // namespace carillon::http
