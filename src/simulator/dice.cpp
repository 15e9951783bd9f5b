// SPDX-License-Identifier: MIT
#include "simulator/dice.hpp"

namespace carillon::simulator {
namespace {

/// FNV-1a, then a final mix: neighbouring numbers must not give neighbouring seeds.
class Mix {
public:
    void add(std::uint64_t value) {
        for (int shift = 0; shift < 64; shift += 8) add_byte(static_cast<std::uint8_t>(value >> shift));
    }
    void add(std::string_view text) {
        for (const char each : text) add_byte(static_cast<std::uint8_t>(each));
    }
    [[nodiscard]] std::uint64_t result() const {
        std::uint64_t value = state_;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
        value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
        return value ^ (value >> 31);
    }

private:
    void add_byte(std::uint8_t byte) { state_ = (state_ ^ byte) * 0x100000001b3ULL; }

    std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

std::uint64_t seed_of(std::uint64_t seed, std::string_view number, std::uint64_t sequence) {
    Mix mix;
    mix.add(seed);
    mix.add(number);
    mix.add(sequence);
    return mix.result();
}

}  // namespace

Dice::Dice(std::uint64_t seed, std::string_view number, std::uint64_t sequence)
    : engine_(seed_of(seed, number, sequence)) {}

std::uint64_t Dice::bits() {
    return engine_();
}

double Dice::between(double low, double high) {
    constexpr double two_to_minus_53 = 1.0 / 9007199254740992.0;
    const double unit = static_cast<double>(bits() >> 11) * two_to_minus_53;
    return high > low ? low + (high - low) * unit : low;
}

bool Dice::chance(double probability) {
    return between(0, 1) < probability;
}

}  // namespace carillon::simulator
