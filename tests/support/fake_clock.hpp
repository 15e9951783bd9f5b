// SPDX-License-Identifier: MIT
// Time that stands still until a test moves it. The wall clock may be set apart from the passing of time, as
// an administrator, NTP or a virtual machine that slept does it.
#pragma once

#include <algorithm>
#include <map>
#include <optional>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "clock.hpp"

namespace carillon::test {

class FakeClock final : public Clock {
public:
    FakeClock() = default;
    explicit FakeClock(Instant start) : start_(start) {}

    [[nodiscard]] Instant now() const override { return true_now() + set_apart_; }
    [[nodiscard]] Tick tick() const override { return Tick{elapsed_}; }
    boost::asio::awaitable<void> sleep_until(Tick until) override;

    /// What a clock would show that nobody ever set: the rest of the world's.
    [[nodiscard]] Instant true_now() const { return start_ + std::chrono::floor<Milliseconds>(elapsed_); }
    /// Sets the wall clock forwards or backwards; ticks go on as before.
    void set_wall_clock(Milliseconds forwards) { set_apart_ += forwards; }

    /// Lets `loop` do all that it can, waking sleepers in the order of their instants, until `time` has
    /// passed.
    void run(boost::asio::io_context& loop, std::chrono::nanoseconds time);

    // For who drives the loop himself: when the first sleeper wants to be woken, and time's passing.
    [[nodiscard]] std::optional<Tick> next_wake() const;
    void move_to(Tick time) { elapsed_ = std::max(elapsed_, time.time_since_epoch()); }
    /// Wakes that sleeper. It takes itself off the list as soon as it runs: let the loop do so at once.
    void wake_next() { sleepers_.begin()->second->cancel(); }

private:
    Instant start_{Milliseconds{1'795'348'800'000}};
    Milliseconds set_apart_{0};
    std::chrono::nanoseconds elapsed_{std::chrono::hours{1}};
    std::multimap<Tick, boost::asio::steady_timer*> sleepers_;
};

}  // namespace carillon::test
