// SPDX-License-Identifier: MIT
#include "simulator/magic_numbers.hpp"

#include <gtest/gtest.h>

namespace carillon::simulator {
namespace {

Behaviour everything_goes_wrong() {
    Behaviour behaviour;
    behaviour.faults.drop_response = 0.5;
    behaviour.faults.callback_lost = 0.5;
    behaviour.faults.callback_late_seconds = 9;
    return behaviour;
}

TEST(MagicNumbers, LeaveOtherNumbersAlone) {
    const auto behaviour = behaviour_of("+14155550123", 0, everything_goes_wrong());

    EXPECT_EQ(behaviour.faults.drop_response, 0.5);
    EXPECT_EQ(behaviour.profile.answer, Profile{}.answer);
}

TEST(MagicNumbers, MakeAnEndingCertainAndFreeOfFaults) {
    const auto behaviour = behaviour_of("+14155550486", 0, everything_goes_wrong());

    EXPECT_EQ(behaviour.profile.busy, 1);
    EXPECT_EQ(behaviour.profile.answer, 0);
    EXPECT_EQ(behaviour.faults.drop_response, 0);
    EXPECT_EQ(behaviour.faults.callback_lost, 0);
}

TEST(MagicNumbers, MakeOneFaultCertainOnAnAnsweredCall) {
    const auto behaviour = behaviour_of("+14155550914", 0, everything_goes_wrong());

    EXPECT_EQ(behaviour.profile.answer, 1);
    EXPECT_EQ(behaviour.profile.busy, 0);
    EXPECT_EQ(behaviour.faults.callback_late, 1);
    EXPECT_EQ(behaviour.faults.callback_late_seconds, 9);
    EXPECT_EQ(behaviour.faults.drop_response, 0);
}

TEST(MagicNumbers, ThrottleTheFirstRequestOnly) {
    EXPECT_EQ(behaviour_of("+14155550429", 0, {}).faults.throttle_429, 1);
    EXPECT_EQ(behaviour_of("+14155550429", 1, {}).faults.throttle_429, 0);
}

TEST(MagicNumbers, ReadAnEndingFromTheShortestText) {
    EXPECT_EQ(behaviour_of("0486", 0, {}).profile.busy, 1);
    EXPECT_EQ(behaviour_of("1", 0, {}).profile.busy, Profile{}.busy);
    EXPECT_EQ(behaviour_of("", 0, {}).profile.busy, Profile{}.busy);
}

}  // namespace
}  // namespace carillon::simulator
