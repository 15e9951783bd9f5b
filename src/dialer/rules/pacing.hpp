// SPDX-License-Identifier: MIT
// How fast we may ring. No second, wherever it begins, holds more sends than the rate (burst 1); what a late
// timer costs is caught up within that bound, so that the mean keeps to the rate.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>

namespace carillon::dialer::rules {

using Tick = std::chrono::time_point<std::chrono::steady_clock, std::chrono::nanoseconds>;

class Pace {
public:
    explicit Pace(double per_second);

    /// The earliest instant at which the next send may go.
    [[nodiscard]] Tick earliest() const;
    [[nodiscard]] std::chrono::nanoseconds interval() const { return interval_; }
    /// How many may go from now until `horizon`, if each goes as early as it may.
    [[nodiscard]] std::int64_t room_until(Tick now, Tick horizon) const;
    /// One goes now. Returns its number, for `left`. Requires: now >= earliest().
    std::int64_t mark(Tick now);
    /// It left at this instant, not earlier than it was marked. What a slow disk held up leaves all at once:
    /// who comes after counts from then.
    void left(std::int64_t number, Tick at);
    /// One went then, before this process began. Requires: not earlier than the one remembered before.
    void remember(Tick at);
    /// Nothing goes before `until` (the carrier asked us to wait).
    void hold(Tick until);
    /// Keeps what was sent, so that a change of the rate gives no burst.
    void change_rate(double per_second);

private:
    void add(Tick at);

    std::chrono::nanoseconds interval_{};
    std::size_t window_ = 1;  ///< so many sends and the one after them span at least window × interval
    Tick due_{};              ///< the even schedule's next instant
    Tick held_until_{};
    std::deque<Tick> sent_;      ///< the last `window_` sends
    std::int64_t numbered_ = 0;  ///< the number of the last of them
};

}  // namespace carillon::dialer::rules
