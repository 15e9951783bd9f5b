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

std::optional<Tick> FakeClock::next_wake() const {
    if (sleepers_.empty()) return std::nullopt;
    return sleepers_.begin()->first;
}

void FakeClock::run(asio::io_context& loop, std::chrono::nanoseconds time) {
    const auto settle = [&loop] {
        loop.restart();
        loop.poll();
    };
    const Tick until = tick() + time;
    settle();
    while (next_wake() && *next_wake() <= until) {
        move_to(*next_wake());
        wake_next();
        settle();
    }
    move_to(until);
    settle();
}

}  // namespace carillon::test
