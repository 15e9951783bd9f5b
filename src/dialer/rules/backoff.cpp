// SPDX-License-Identifier: MIT
#include "dialer/rules/backoff.hpp"

#include <algorithm>

namespace carillon::dialer::rules {

Milliseconds Backoff::after_failure(std::optional<Milliseconds> asked_for) {
    constexpr Milliseconds first{500};
    constexpr Milliseconds longest{30'000};
    constexpr int doublings = 6;
    const Milliseconds rest = std::min(first * (1 << std::min(failures_, doublings)), longest);
    ++failures_;
    return std::max(rest, asked_for.value_or(Milliseconds{0}));
}

}  // namespace carillon::dialer::rules
