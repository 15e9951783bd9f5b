// SPDX-License-Identifier: MIT
#include "retry_rules.hpp"

#include <gtest/gtest.h>

namespace carillon {
namespace {

constexpr double middle = 0.5;  // no jitter either way

TEST(RetryRule, TakesItsDelaysFromTheListAndStaysWithTheLast) {
    RetryRule rule;
    rule.delays_seconds = {60, 600};
    EXPECT_EQ(rule.delay(1, middle), Seconds{60});
    EXPECT_EQ(rule.delay(2, middle), Seconds{600});
    EXPECT_EQ(rule.delay(3, middle), Seconds{600});
}

TEST(RetryRule, LetsItsDelaysGrowUpToTheLongest) {
    RetryRule rule;
    rule.first_delay_seconds = 100;
    rule.factor = 3;
    rule.longest_delay_seconds = 800;
    EXPECT_EQ(rule.delay(1, middle), Seconds{100});
    EXPECT_EQ(rule.delay(2, middle), Seconds{300});
    EXPECT_EQ(rule.delay(3, middle), Seconds{800});
    EXPECT_EQ(rule.delay(1'000, middle), Seconds{800});
}

TEST(RetryRule, StretchesAndShortensByItsJitter) {
    RetryRule rule;
    rule.delays_seconds = {1'000};
    rule.jitter = 0.2;
    EXPECT_EQ(rule.delay(1, 0), Seconds{800});
    EXPECT_EQ(rule.delay(1, middle), Seconds{1'000});
    EXPECT_EQ(rule.delay(1, 0.75), Seconds{1'100});
}

}  // namespace
}  // namespace carillon
