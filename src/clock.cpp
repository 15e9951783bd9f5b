// SPDX-License-Identifier: MIT
#include "clock.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace carillon {

namespace asio = boost::asio;

Instant SystemClock::now() const {
    return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
}

Tick SystemClock::tick() const {
    return std::chrono::steady_clock::now();
}

asio::awaitable<void> SystemClock::sleep_until(Tick until) {
    asio::steady_timer timer{co_await asio::this_coro::executor, until};
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
}

}  // namespace carillon
