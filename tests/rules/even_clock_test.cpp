// SPDX-License-Identifier: MIT
#include "dialer/rules/even_clock.hpp"

#include <gtest/gtest.h>

#include "rules/standing.hpp"

namespace carillon::dialer::rules {
namespace {

/// Both clocks, and the wall's set forth and back at will.
class EvenClockTest : public testing::Test {
protected:
    void pass(Milliseconds time) {
        wall_ += time;
        tick_ += time;
    }
    void set(Milliseconds by) { wall_ += by; }
    Instant even_since() { return clock_.read(wall_, tick_).even_since; }

    Instant wall_ = noon;
    Tick tick_{std::chrono::hours{5}};
    EvenClock clock_;
};

TEST_F(EvenClockTest, RunsEvenlySinceItsFirstReading) {
    EXPECT_EQ(even_since(), noon);
    pass(std::chrono::hours{100});
    EXPECT_EQ(even_since(), noon);
}

TEST_F(EvenClockTest, BeginsAnewWhereItWasSetAhead) {
    (void)even_since();
    pass(Seconds{10});
    set(Seconds{1'800});
    EXPECT_EQ(even_since(), noon + Seconds{1'810});
    pass(Seconds{60});
    EXPECT_EQ(even_since(), noon + Seconds{1'810});
}

TEST_F(EvenClockTest, SeesAJumpAheadAfterOneBack) {
    (void)even_since();
    set(Seconds{-3'600});
    EXPECT_EQ(even_since(), noon);
    set(Seconds{1'800});
    EXPECT_EQ(even_since(), noon - Seconds{1'800});
}

TEST_F(EvenClockTest, AddsUpSmallSteps) {
    (void)even_since();
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(even_since(), noon);
        set(Milliseconds{400});
    }
    EXPECT_EQ(even_since(), wall_);
}

}  // namespace
}  // namespace carillon::dialer::rules
