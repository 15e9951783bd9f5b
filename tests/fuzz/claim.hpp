// SPDX-License-Identifier: MIT
// What the fuzz targets share: how a property says that it does not hold, and ways to cut an input up. A
// target is a function of text alone: the same bytes give the same verdict, so that a finding is a file.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace carillon::fuzz {

/// A promise that an input broke. Nobody catches it: libFuzzer keeps the input and prints the stack.
class BrokenClaim : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

inline void claim(bool holds, const std::string& what) {
    if (!holds) throw BrokenClaim("claim broken: " + what);
}

/// Takes the text up to `end` off the front, with `end`; all of it where there is none.
inline std::string_view take_until(std::string_view& text, char end) {
    const auto part = text.substr(0, text.find(end));
    text.remove_prefix(part.size() < text.size() ? part.size() + 1 : part.size());
    return part;
}

inline std::string_view take_line(std::string_view& text) {
    return take_until(text, '\n');
}

inline std::vector<std::string_view> split_at(std::string_view text, char end) {
    std::vector<std::string_view> parts;
    while (!text.empty()) parts.push_back(take_until(text, end));
    return parts;
}

/// Numbers that the input decides, without a byte of it being spent: seeds stay text that a person can read.
class Dice {
public:
    explicit Dice(std::string_view text) {
        for (const char c : text)
            state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001b3;  // FNV-1a
    }
    /// From 0 to `sides` - 1.
    std::size_t roll(std::size_t sides) {
        state_ = state_ * 6364136223846793005 + 1442695040888963407;  // Knuth's MMIX
        return static_cast<std::size_t>(state_ >> 33U) % sides;
    }

private:
    std::uint64_t state_ = 0xcbf29ce484222325;
};

/// The text as the network may bring it: whole, byte by byte, and cut at random.
inline std::vector<std::vector<std::string_view>> arrivals_of(std::string_view text) {
    std::vector<std::vector<std::string_view>> arrivals{{text}, {}, {}};
    for (std::size_t at = 0; at < text.size(); ++at) arrivals[1].push_back(text.substr(at, 1));
    Dice dice(text);
    for (auto rest = text; !rest.empty();) {
        const auto size = 1 + dice.roll(dice.roll(2) == 0 ? 4 : rest.size());
        arrivals[2].push_back(rest.substr(0, size));
        rest.remove_prefix(arrivals[2].back().size());
    }
    return arrivals;
}

}  // namespace carillon::fuzz
