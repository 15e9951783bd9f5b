// SPDX-License-Identifier: MIT
// Time that stands still until a test moves it.
#pragma once

#include <map>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "clock.hpp"

namespace carillon::test {

class FakeClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return start_ + std::chrono::floor<Milliseconds>(elapsed_); }
    [[nodiscard]] Tick tick() const override { return Tick{elapsed_}; }
    boost::asio::awaitable<void> sleep_until(Tick until) override;

    /// Lets `loop` do all that it can, waking sleepers in the order of their instants, until `time` has
    /// passed.
    void run(boost::asio::io_context& loop, std::chrono::nanoseconds time);

private:
    Instant start_{Milliseconds{1'795'348'800'000}};
    std::chrono::nanoseconds elapsed_{std::chrono::hours{1}};
    std::multimap<Tick, boost::asio::steady_timer*> sleepers_;
};

}  // namespace carillon::test
