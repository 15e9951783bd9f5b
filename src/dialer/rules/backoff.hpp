// SPDX-License-Identifier: MIT
// How long all placing rests after the carrier could not be reached or asked us to slow down.
#pragma once

#include <chrono>
#include <optional>

#include "instant.hpp"

namespace carillon::dialer::rules {

class Backoff {
public:
    /// One more failure in a row: rest this long. What the carrier asked for counts, if it is longer.
    [[nodiscard]] Milliseconds after_failure(std::optional<Milliseconds> asked_for);
    void after_success() { failures_ = 0; }

private:
    int failures_ = 0;
};

}  // namespace carillon::dialer::rules
