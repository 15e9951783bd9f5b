// SPDX-License-Identifier: MIT
// Answers to "why": of a contact, of a campaign that is silent, of one that has not begun.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "account_limits.hpp"
#include "error.hpp"
#include "instant.hpp"
#include "rule_result.hpp"

namespace carillon {

struct Explanation {
    std::string_view stopped_by;  ///< the first rule that does not let it pass; empty: all do
    std::optional<Instant>
        next_call_at;               ///< the first instant at which a call is possible; none: nobody knows
    std::string summary;            ///< a sentence
    std::vector<RuleResult> rules;  ///< in their order
};

/// What would happen to a campaign's waiting contacts if it ran now.
struct Preflight {
    std::vector<FieldError> missing;  ///< settings without which it cannot start
    std::int64_t now = 0;             ///< contacts that may be called at once
    std::int64_t later = 0;
    std::int64_t never = 0;  ///< under these settings; those that are blocked already count
    std::map<std::string, std::int64_t> later_by_rule;
    std::map<std::string, std::int64_t> never_by_reason;
    std::map<std::string, std::int64_t> missing_variables;  ///< of the agent's URL, by name: so many lack it
    std::optional<Instant> first_call_at;
    std::int64_t calls_least = 0;    ///< one to each who may be called
    std::int64_t calls_most = 0;     ///< with all attempts that the settings allow
    std::int64_t seconds_least = 0;  ///< at the campaign's rate, within its concurrency, without its pauses
    std::int64_t seconds_most = 0;
    Micros cost_least = 0;           ///< one minute each
    Micros cost_most = 0;            ///< all attempts, each as long as it may be
    std::int64_t without_price = 0;  ///< contacts whose numbers CARILLON_PRICES_PER_MINUTE does not have
};

}  // namespace carillon
