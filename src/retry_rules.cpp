// SPDX-License-Identifier: MIT
#include "retry_rules.hpp"

#include <algorithm>
#include <cmath>

namespace carillon {

Milliseconds RetryRule::delay(std::int64_t number, double chance) const {
    double seconds = 0;
    if (!delays_seconds.empty()) {
        const auto last = std::ssize(delays_seconds) - 1;
        seconds = static_cast<double>(
            delays_seconds[static_cast<std::size_t>(std::clamp<std::int64_t>(number - 1, 0, last))]);
    } else {
        seconds = std::min(static_cast<double>(first_delay_seconds) *
                               std::pow(factor, static_cast<double>(std::max<std::int64_t>(number - 1, 0))),
                           static_cast<double>(longest_delay_seconds));
    }
    const double stretched = seconds * (1 + jitter * (2 * chance - 1));
    return Milliseconds{static_cast<std::int64_t>(std::max(stretched, 1.0) * 1000)};
}

}  // namespace carillon
