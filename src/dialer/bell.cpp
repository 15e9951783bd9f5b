// SPDX-License-Identifier: MIT
#include "dialer/bell.hpp"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace carillon::dialer {

namespace asio = boost::asio;

Bell::Bell(asio::any_io_executor executor) : never_(std::move(executor)) {}

void Bell::ring() {
    rung_ = true;
    never_.cancel();
}

asio::awaitable<void> Bell::wait() {
    if (!rung_) {
        never_.expires_at(asio::steady_timer::time_point::max());
        co_await never_.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    rung_ = false;
}

asio::awaitable<void> Bell::wait_until(Clock& clock, Tick until) {
    using namespace asio::experimental::awaitable_operators;
    co_await (clock.sleep_until(until) || wait());
}

}  // namespace carillon::dialer
