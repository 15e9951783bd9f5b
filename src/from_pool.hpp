// SPDX-License-Identifier: MIT
// Several numbers to call from, and which of them calls whom.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace carillon {

enum class PoolStrategy {
    rotation,        ///< the number that has called least today
    sticky,          ///< the number that called this contact last, as long as it may
    local_presence,  ///< a number of the contact's country, the nearer its digits the better
};

/// When a number has to rest, because carriers or people take its calls for spam.
struct RestRule {
    std::int64_t of_last = 50;     ///< looks at so many ended calls, once there are as many
    double answer_rate_below = 0;  ///< rests when a smaller share of them was answered; 0: never
    double short_calls_above = 1;  ///< or when a larger share of the answered ones was over in 6 s; 1: never
    std::int64_t rest_seconds = 3600;
    bool operator==(const RestRule&) const = default;
};

struct FromPool {
    std::vector<std::string> numbers;  ///< E.164; none: the campaign's `from_number` calls alone
    PoolStrategy strategy = PoolStrategy::rotation;
    std::int64_t max_calls_per_day = 0;  ///< of each number; 0: no cap
    std::optional<RestRule> rest;
    bool operator==(const FromPool&) const = default;
};

[[nodiscard]] std::string_view to_text(PoolStrategy strategy);
[[nodiscard]] std::optional<PoolStrategy> parse_pool_strategy(std::string_view text);

}  // namespace carillon
