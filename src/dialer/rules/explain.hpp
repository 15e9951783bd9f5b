// SPDX-License-Identifier: MIT
// The chain of rules, told to a person: every verdict, the first that stops, and when a call is possible.
#pragma once

#include "dialer/rules/chain.hpp"
#include "explanation.hpp"

namespace carillon::dialer::rules {

/// Requires: the inquiry has a contact.
[[nodiscard]] Explanation explain(const store::Inquiry& inquiry, const AccountLimits& limits, Instant now);

/// What these results come to, in their order.
[[nodiscard]] Explanation sum_up(std::vector<RuleResult> results);

/// A campaign's waiting contacts as one: nobody waits, nobody is due, it is nobody's hour. `is_judged_at`
/// each zone's hours are those of `judge_hours`.
struct WaitingOutlook {
    bool somebody_waits = false;
    bool somebody_is_due = false;
    std::optional<Instant> look_again_at;
};
[[nodiscard]] RuleResult explain_waiting(const WaitingOutlook& outlook);

}  // namespace carillon::dialer::rules
