// SPDX-License-Identifier: MIT
#include "events/feed.hpp"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace carillon::events {

namespace asio = boost::asio;

Feed::Feed(asio::any_io_executor executor, store::Store& store, Clock& clock, FeedLimits limits)
    : executor_(std::move(executor)),
      clock_(clock),
      limits_(limits),
      bell_(executor_, asio::steady_timer::time_point::max()) {
    store.when_events_come([this] { ring_soon(); });
}

Seat Feed::take_seat() const {
    const bool is_full = seats_.use_count() > limits_.streams;
    return is_full || is_closed_ ? nullptr : seats_;
}

/// Many commits, one ring.
void Feed::ring_soon() {
    if (will_ring_.exchange(true)) return;
    asio::post(executor_, [this] {
        will_ring_ = false;
        ring();
    });
}

void Feed::ring() {
    ++rings_;
    bell_.cancel();
}

void Feed::close() {
    is_closed_ = true;
    ring();
}

/// It may have rung since the wait was asked for.
asio::awaitable<void> Feed::wait_for_the_bell(std::uint64_t heard) {
    if (rings_ == heard) co_await bell_.async_wait(asio::as_tuple(asio::use_awaitable));
}

asio::awaitable<void> Feed::wait(std::uint64_t heard, Tick until) {
    using namespace asio::experimental::awaitable_operators;
    if (is_closed_ || rings_ != heard) co_return;
    co_await (clock_.sleep_until(until) || wait_for_the_bell(heard));
}

}  // namespace carillon::events
