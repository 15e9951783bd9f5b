// SPDX-License-Identifier: MIT
// When a contact is called again after a call that did not reach it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "instant.hpp"

namespace carillon {

/// After one kind of ending. Either the delays are listed, or they grow.
struct RetryRule {
    std::int64_t times = 0;                    ///< calls after the first that ended so
    std::vector<std::int64_t> delays_seconds;  ///< one for each; the last one stays. Empty: they grow
    std::int64_t first_delay_seconds = 3600;
    double factor = 1;  ///< each delay is so many times the one before
    std::int64_t longest_delay_seconds = 30 * 86'400;
    double jitter = 0;  ///< each delay is longer or shorter by up to this share of itself
    bool operator==(const RetryRule&) const = default;

    /// The wait after the `number`-th call that ended so (from 1). `chance`: from 0 to below 1.
    [[nodiscard]] Milliseconds delay(std::int64_t number, double chance) const;
};

/// By ending; where one has none, the campaign's `max_attempts` and `retry_delay_seconds` alone say.
struct RetryRules {
    std::optional<RetryRule> busy;
    std::optional<RetryRule> no_answer;
    std::optional<RetryRule> failed;
    std::optional<RetryRule> voicemail;  ///< none: a machine that was reached is not called again
    bool operator==(const RetryRules&) const = default;
};

}  // namespace carillon
