// SPDX-License-Identifier: MIT
// Wakes one waiting coroutine; a ring while nobody waits is kept for the next wait. Runs on: the loop.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "clock.hpp"

namespace carillon::dialer {

class Bell {
public:
    explicit Bell(boost::asio::any_io_executor executor);

    void ring();
    boost::asio::awaitable<void> wait();
    /// Until the bell rings, or `until` at the latest.
    boost::asio::awaitable<void> wait_until(Clock& clock, Tick until);

private:
    boost::asio::steady_timer never_;
    bool rung_ = false;
};

}  // namespace carillon::dialer
