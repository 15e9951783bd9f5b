// SPDX-License-Identifier: MIT
// Where whoever follows the log of events waits for more: the store rings after commits that wrote some. It
// holds no events; they are read from the log, by id, so that nobody misses one or gets it twice.
// Runs on: the loop, but for what the store calls.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "clock.hpp"
#include "store/store.hpp"

namespace carillon::events {

struct FeedLimits {
    std::int64_t streams = 32;        ///< listeners at one time
    Milliseconds keep_alive{15'000};  ///< a listener hears something at least so often
    Milliseconds gathering{100};      ///< what comes within it is read together
};

/// A listener's seat: it is free again when this goes.
using Seat = std::shared_ptr<const int>;

class Feed {
public:
    /// Has `store` ring it; both live as long as the loop runs.
    Feed(boost::asio::any_io_executor executor, store::Store& store, Clock& clock, FeedLimits limits = {});
    Feed(const Feed&) = delete;
    Feed& operator=(const Feed&) = delete;

    [[nodiscard]] const FeedLimits& limits() const { return limits_; }
    /// None: all are taken, or it is closed.
    [[nodiscard]] Seat take_seat() const;

    /// How often it has rung: ask before looking, then wait for the next one. Rings when there are new
    /// events, and when somebody does.
    [[nodiscard]] std::uint64_t rings() const { return rings_; }
    /// Until it has rung more often than `heard`, it is closed, or `until` has come.
    boost::asio::awaitable<void> wait(std::uint64_t heard, Tick until);
    void ring();
    /// Whoever waits goes on, and nobody waits any more.
    void close();
    [[nodiscard]] bool is_closed() const { return is_closed_; }

private:
    boost::asio::awaitable<void> wait_for_the_bell(std::uint64_t heard);
    void ring_soon();  ///< runs on: any thread

    boost::asio::any_io_executor executor_;
    Clock& clock_;
    FeedLimits limits_;
    boost::asio::steady_timer bell_;  ///< never expires: rings by being cancelled
    std::uint64_t rings_ = 0;
    std::atomic<bool> will_ring_{false};
    bool is_closed_ = false;
    Seat seats_ = std::make_shared<const int>(0);
};

}  // namespace carillon::events
