// SPDX-License-Identifier: MIT
#include "dialer/rules/even_clock.hpp"

#include <algorithm>

namespace carillon::dialer::rules {

ClockReading EvenClock::read(Instant now, Tick tick) {
    // More than passes between the two readings on a machine that is very busy.
    constexpr Milliseconds jump{1'000};
    const auto lead = std::chrono::floor<Milliseconds>(now.time_since_epoch() - tick.time_since_epoch());
    if (is_first_ || lead > lead_ + jump) {
        even_since_ = now;
        lead_ = lead;
    }
    lead_ = std::min(lead_, lead);
    is_first_ = false;
    return {now, even_since_};
}

}  // namespace carillon::dialer::rules
