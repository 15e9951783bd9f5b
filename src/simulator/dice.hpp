// SPDX-License-Identifier: MIT
// Chance that can be replayed: what falls depends on the seed, the number and the how-manieth request to it,
// never on when requests arrive. The mapping to numbers is ours, because the standard library's
// distributions differ between implementations.
#pragma once

#include <cstdint>
#include <random>
#include <string_view>

namespace carillon::simulator {

class Dice {
public:
    Dice(std::uint64_t seed, std::string_view number, std::uint64_t sequence);

    /// True with this probability. Draws once whatever the probability is, so that changing one fault does
    /// not shift what else falls.
    bool chance(double probability);
    /// Evenly from `low` (included) to `high`; `low` where `high` is not above it.
    double between(double low, double high);
    std::uint64_t bits();

private:
    std::mt19937_64 engine_;
};

}  // namespace carillon::simulator
