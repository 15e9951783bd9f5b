// SPDX-License-Identifier: MIT
// Time, one of the two seams that tests replace (the other is the carrier).
#pragma once

#include <chrono>

#include <boost/asio/awaitable.hpp>

#include "instant.hpp"

namespace carillon {

/// A reading of a clock that never jumps; only differences mean something. Pacing uses it.
using Tick = std::chrono::time_point<std::chrono::steady_clock, std::chrono::nanoseconds>;

class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
    [[nodiscard]] virtual Tick tick() const = 0;
    /// Resumes at `until` or a little later. Ends early, without an error, when the coroutine is cancelled.
    virtual boost::asio::awaitable<void> sleep_until(Tick until) = 0;
};

/// The machine's clocks.
class SystemClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override;
    [[nodiscard]] Tick tick() const override;
    boost::asio::awaitable<void> sleep_until(Tick until) override;
};

}  // namespace carillon
