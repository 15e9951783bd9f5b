// SPDX-License-Identifier: MIT
#include "simulator/timeline.hpp"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace carillon::simulator {

namespace asio = boost::asio;

Timeline::Timeline(asio::any_io_executor executor, Clock& clock)
    : clock_(clock), bell_(std::move(executor), asio::steady_timer::time_point::max()) {}

void Timeline::at(Tick when, std::function<void()> step) {
    const auto position = steps_.emplace(when, std::move(step));
    if (position == steps_.begin()) wake();
}

void Timeline::stop() {
    stopped_ = true;
    steps_.clear();
    wake();
}

void Timeline::wake() {
    has_changed_ = true;
    bell_.cancel();
}

asio::awaitable<void> Timeline::changed() {
    if (!has_changed_) co_await bell_.async_wait(asio::as_tuple(asio::use_awaitable));
}

void Timeline::do_what_is_due() {
    while (!steps_.empty() && steps_.begin()->first <= clock_.tick()) {
        const auto due = steps_.extract(steps_.begin());
        due.mapped()();
    }
}

asio::awaitable<void> Timeline::run() {
    using namespace asio::experimental::awaitable_operators;
    while (!stopped_) {
        do_what_is_due();
        has_changed_ = false;
        if (steps_.empty()) {
            co_await changed();
        } else {
            auto sleeping = clock_.sleep_until(steps_.begin()->first);
            auto changing = changed();
            co_await (std::move(sleeping) || std::move(changing));
        }
    }
}

}  // namespace carillon::simulator
