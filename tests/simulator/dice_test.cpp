// SPDX-License-Identifier: MIT
#include "simulator/dice.hpp"

#include <gtest/gtest.h>

namespace carillon::simulator {
namespace {

TEST(Dice, FallTheSameForTheSameSeedNumberAndSequence) {
    Dice one{7, "+14155550123", 2};
    Dice other{7, "+14155550123", 2};

    EXPECT_EQ(one.bits(), other.bits());
    EXPECT_EQ(one.between(1, 2), other.between(1, 2));
}

TEST(Dice, FallTheSameOnEveryPlatform) {
    Dice dice{1, "+14155550123", 0};

    EXPECT_EQ(dice.bits(), 13891573545348699554ULL);
}

TEST(Dice, DependOnSeedNumberAndSequence) {
    const auto first = Dice(1, "+14155550123", 0).bits();

    EXPECT_NE(first, Dice(2, "+14155550123", 0).bits());
    EXPECT_NE(first, Dice(1, "+14155550124", 0).bits());
    EXPECT_NE(first, Dice(1, "+14155550123", 1).bits());
}

TEST(Dice, HitAsOftenAsTheProbabilitySays) {
    int hits = 0;
    for (std::uint64_t sequence = 0; sequence < 10'000; ++sequence)
        hits += Dice(1, "+14155550123", sequence).chance(0.25) ? 1 : 0;

    EXPECT_NEAR(hits, 2'500, 150);
}

TEST(Dice, NeverHitAtZeroAndAlwaysAtOne) {
    Dice dice{1, "", 0};
    for (int i = 0; i < 1'000; ++i) {
        EXPECT_FALSE(dice.chance(0));
        EXPECT_TRUE(dice.chance(1));
    }
}

TEST(Dice, StayBetweenTheBounds) {
    Dice dice{1, "", 0};
    for (int i = 0; i < 1'000; ++i) {
        const auto value = dice.between(3, 20);
        EXPECT_GE(value, 3);
        EXPECT_LT(value, 20);
    }
    EXPECT_EQ(dice.between(5, 5), 5);
}

}  // namespace
}  // namespace carillon::simulator
