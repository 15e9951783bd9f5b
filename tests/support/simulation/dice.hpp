// SPDX-License-Identifier: MIT
// All luck of a simulation: a function of one number, and the same with every compiler and library (the
// standard's distributions are not). Each user takes a stream of its own, so that one more draw of one does
// not change the luck of all others.
#pragma once

#include <cstdint>
#include <string>

namespace carillon::test {

class Dice {
public:
    explicit Dice(std::uint64_t seed, std::uint64_t stream = 0) : state_(mix(seed) ^ mix(~stream)) {}

    std::uint64_t next() { return mix(state_ += odd); }
    /// Both ends belong to it.
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool chance(double probability) {
        constexpr std::uint64_t one = std::uint64_t{1} << 53U;
        return static_cast<double>(next() % one) < probability * static_cast<double>(one);
    }
    template <class List>
    const auto& pick(const List& list) {
        return list[next() % std::size(list)];
    }
    /// 32 of them, lower-case: a token, or a SID's digits.
    std::string hex_digits() {
        std::string text;
        for (int word = 0; word < 2; ++word)
            for (std::uint64_t left = next(), i = 0; i < 16; ++i, left >>= 4U)
                text += "0123456789abcdef"[left & 15U];
        return text;
    }

private:
    static constexpr std::uint64_t odd = 0x9E37'79B9'7F4A'7C15;  // 2^64 / golden ratio
    static std::uint64_t mix(std::uint64_t value) {
        value = (value ^ (value >> 32U)) * 0xD6E8'FEB8'6659'FD93;
        value = (value ^ (value >> 32U)) * 0xD6E8'FEB8'6659'FD93;
        return value ^ (value >> 32U);
    }

    std::uint64_t state_;
};

}  // namespace carillon::test
