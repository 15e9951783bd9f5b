// SPDX-License-Identifier: MIT
// What is to happen, and when: one coroutine sleeps for all calls. Runs on: the loop.
#pragma once

#include <cstdint>
#include <functional>
#include <map>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "clock.hpp"

namespace carillon::simulator {

class Timeline {
public:
    Timeline(boost::asio::any_io_executor executor, Clock& clock);

    /// Does `step` at `when` or a little later; steps of one moment in the order in which they were put here.
    void at(Tick when, std::function<void()> step);
    /// Until `stop`. Spawn once.
    boost::asio::awaitable<void> run();
    /// What has not happened yet will not.
    void stop();

private:
    void do_what_is_due();
    boost::asio::awaitable<void> changed();
    void wake();

    Clock& clock_;
    boost::asio::steady_timer bell_;
    bool has_changed_ = false;  ///< set with the bell: a ring before anybody waits must not be lost
    bool stopped_ = false;
    std::multimap<Tick, std::function<void()>> steps_;
};

}  // namespace carillon::simulator
