// SPDX-License-Identifier: MIT
#include "support/fake_clock.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace carillon::test {

namespace asio = boost::asio;

asio::awaitable<void> FakeClock::sleep_until(Tick until) {
    if (until <= tick()) co_return;
    asio::steady_timer never{co_await asio::this_coro::executor, asio::steady_timer::time_point::max()};
    struct Entry {
        explicit Entry(FakeClock& owner, Tick when, asio::steady_timer& timer)
            : clock(owner), at(owner.sleepers_.emplace(when, &timer)) {}
        ~Entry() { clock.sleepers_.erase(at); }
        Entry(const Entry&) = delete;
        Entry& operator=(const Entry&) = delete;
        FakeClock& clock;
        std::multimap<Tick, asio::steady_timer*>::iterator at;
    } entry{*this, until, never};
    co_await never.async_wait(asio::as_tuple(asio::use_awaitable));
}

void FakeClock::run(asio::io_context& loop, std::chrono::nanoseconds time) {
    const Tick until = tick() + time;
    while (true) {
        loop.restart();
        loop.poll();
        if (sleepers_.empty() || sleepers_.begin()->first > until) break;
        elapsed_ = std::max(tick(), sleepers_.begin()->first).time_since_epoch();
        sleepers_.begin()->second->cancel();
        // The sleeper takes itself off the list as soon as it runs; until then it must not be woken twice.
        loop.restart();
        loop.poll();
    }
    elapsed_ = until.time_since_epoch();
    loop.restart();
    loop.poll();
}

}  // namespace carillon::test
