// SPDX-License-Identifier: MIT
// Notices when the wall clock was set ahead. Times that it gave before are then further back than they are.
#pragma once

#include "call_lifetime.hpp"
#include "dialer/rules/pacing.hpp"

namespace carillon::dialer::rules {

/// Fed with readings of both clocks, taken together, from the start of the process on.
class EvenClock {
public:
    /// A wall clock that is set back makes times younger than they are, which ends nothing early: only that
    /// it may be set ahead again is kept in mind. The kernel's slow corrections move both clocks alike.
    [[nodiscard]] ClockReading read(Instant now, Tick tick);

private:
    bool is_first_ = true;
    Milliseconds lead_{};  ///< how far the wall clock is ahead of the steady one
    Instant even_since_;
};

}  // namespace carillon::dialer::rules
