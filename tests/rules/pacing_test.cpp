// SPDX-License-Identifier: MIT
#include "dialer/rules/pacing.hpp"

#include <algorithm>
#include <deque>
#include <random>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "dialer/rules/backoff.hpp"

namespace carillon::dialer::rules {
namespace {

using namespace std::chrono_literals;

/// Sends as early as the pace allows, each send late by what a timer would be late; returns the instants.
std::vector<Tick> send(double per_second, std::chrono::seconds time, std::chrono::microseconds latest) {
    Pace pace{per_second};
    std::mt19937 random{7};
    std::uniform_int_distribution<std::int64_t> lateness{0, latest.count()};
    std::vector<Tick> sent;
    Tick now{100s};
    for (const Tick end = now + time; now < end;) {
        now = std::max(now, pace.earliest()) + std::chrono::microseconds{lateness(random)};
        pace.mark(now);
        sent.push_back(now);
    }
    return sent;
}

/// The same where the disk stands still now and then, each time for up to 150 ms: what passed the gate
/// meanwhile leaves all at once. Returns when each left.
std::vector<Tick> send_past_a_slow_disk(double per_second, std::chrono::seconds time) {
    Pace pace{per_second};
    std::mt19937 random{7};
    std::uniform_int_distribution<std::int64_t> quiet_ms{0, 3000};
    std::uniform_int_distribution<std::int64_t> still_ms{10, 150};
    std::vector<Tick> sent;
    std::deque<std::pair<std::int64_t, Tick>> on_their_way;  // number, and when it leaves
    Tick now{100s};
    Tick stands_still = now, goes_on = now;
    const auto leave_until = [&](Tick end) {
        for (; !on_their_way.empty() && on_their_way.front().second <= end; on_their_way.pop_front()) {
            pace.left(on_their_way.front().first, on_their_way.front().second);
            sent.push_back(on_their_way.front().second);
        }
    };
    for (const Tick end = now + time; now < end;) {
        for (Tick at = pace.earliest(); at > now; at = pace.earliest()) {
            now = on_their_way.empty() ? at : std::min(at, on_their_way.front().second);
            leave_until(now);
        }
        if (now >= goes_on) {
            stands_still = now + std::chrono::milliseconds{quiet_ms(random)};
            goes_on = stands_still + std::chrono::milliseconds{still_ms(random)};
        }
        const Tick done = now + 2ms;
        on_their_way.emplace_back(pace.mark(now), done >= stands_still ? std::max(done, goes_on) : done);
    }
    leave_until(now + 1s);
    return sent;
}

std::size_t most_in_any_second(const std::vector<Tick>& sent) {
    std::size_t most = 0;
    for (auto first = sent.begin(); first != sent.end(); ++first)
        most = std::max(most,
                        static_cast<std::size_t>(std::lower_bound(first, sent.end(), *first + 1s) - first));
    return most;
}

}  // namespace

TEST(Pace, NeverExceedsItsRateInAnySecond) {
    for (const double rate : {1.0, 2.0, 3.0, 10.0, 100.0, 500.0})
        for (const auto lateness : {0us, 300us, 3000us})
            EXPECT_LE(most_in_any_second(send(rate, 20s, lateness)), static_cast<std::size_t>(rate)) << rate;
}

TEST(Pace, KeepsItsRateOnTheWireWhenTheDiskStoodStill) {
    for (const double rate : {1.0, 2.0, 10.0, 100.0, 500.0}) {
        const auto sent = send_past_a_slow_disk(rate, 60s);
        EXPECT_LE(most_in_any_second(sent), static_cast<std::size_t>(rate)) << rate;
        EXPECT_GE(static_cast<double>(sent.size()), rate * 60 * 0.9) << rate;
    }
}

TEST(Pace, CountsWhatWasSentBeforeItBegan) {
    for (const double rate : {0.5, 1.0, 10.0, 100.0}) {
        Pace before{rate};
        Pace after{rate};
        std::vector<Tick> sent;
        for (Tick now{100s}; now < Tick{110s}; now = before.earliest()) {
            before.mark(now);
            after.remember(now);
            sent.push_back(now);
        }
        for (int i = 0; i < 300; ++i) {
            sent.push_back(after.earliest());
            after.mark(sent.back());
        }
        EXPECT_LE(most_in_any_second(sent), static_cast<std::size_t>(std::max(rate, 1.0))) << rate;
    }
}

TEST(Pace, OwesNothingForAHigherRateBeforeItBegan) {
    Pace pace{1.0};
    for (int i = 0; i < 500; ++i) pace.remember(Tick{100s + i * 2ms});
    EXPECT_LE(pace.earliest(), Tick{100s + 998ms + 1s + 5ms});
}

TEST(Pace, KeepsItsMeanWithinOnePercent) {
    for (const double rate : {0.5, 1.0, 2.5, 10.0, 100.0, 500.0}) {
        const auto sent = send(rate, 60s, 100us);
        const std::chrono::duration<double> span = sent.back() - sent.front();
        EXPECT_NEAR(static_cast<double>(sent.size() - 1) / span.count(), rate, rate * 0.01);
    }
}

TEST(Pace, SavesNothingUpWhileIdle) {
    Pace pace{10};
    pace.mark(Tick{1s});
    pace.mark(Tick{100s});
    EXPECT_GE(pace.earliest(), Tick{100s} + 100ms);
}

TEST(Pace, HoldsWhenAsked) {
    Pace pace{10};
    pace.hold(Tick{5s});
    pace.hold(Tick{3s});
    EXPECT_EQ(pace.earliest(), Tick{5s});
    EXPECT_EQ(pace.room_until(Tick{1s}, Tick{4s}), 0);
}

TEST(Pace, CountsTheRoomAhead) {
    Pace pace{10};
    EXPECT_EQ(pace.room_until(Tick{10s}, Tick{10s} + 100ms), 2);
    pace.mark(Tick{10s});
    EXPECT_EQ(pace.room_until(Tick{10s}, Tick{10s} + 50ms), 0);
    EXPECT_EQ(pace.room_until(Tick{10s}, Tick{10s} + 100ms), 1);
}

TEST(Pace, GivesNoBurstWhenItsRateChanges) {
    Pace pace{100};
    pace.mark(Tick{10s});
    pace.change_rate(1);
    EXPECT_GE(pace.earliest(), Tick{11s});
}

TEST(Backoff, DoublesUpToHalfAMinuteAndForgetsAfterSuccess) {
    Backoff backoff;
    EXPECT_EQ(backoff.after_failure({}), 500ms);
    EXPECT_EQ(backoff.after_failure({}), 1000ms);
    for (int i = 0; i < 20; ++i) (void)backoff.after_failure({});
    EXPECT_EQ(backoff.after_failure({}), 30s);
    backoff.after_success();
    EXPECT_EQ(backoff.after_failure({}), 500ms);
}

TEST(Backoff, RestsAtLeastAsLongAsTheCarrierAsks) {
    Backoff backoff;
    EXPECT_EQ(backoff.after_failure(Milliseconds{7'000}), 7s);
}

}  // namespace carillon::dialer::rules
