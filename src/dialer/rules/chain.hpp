// SPDX-License-Identifier: MIT
// The rules that a call must pass, in their order: one chain for the claim, for the last moment before the
// POST, and for whoever asks why. docs/rules.md has them in words.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "account_limits.hpp"
#include "store/decisions.hpp"

namespace carillon::dialer::rules {

/// What a rule says, and what follows for the contact.
struct Ruling {
    RuleResult result;
    std::optional<store::ContactStep> step{};  ///< it must not be called, and goes there
    bool is_limit = false;      ///< nor may others of its campaign be called now: it stays where it is
    std::string from_number{};  ///< the one that calls, of the rule that chooses it
};

struct Rule {
    std::string_view name;
    Ruling (*judge)(const store::Inquiry& inquiry, const AccountLimits& limits, Instant now);
    bool needs_contact;      ///< not asked of a person's own call (`/dial`)
    bool holds_since_claim;  ///< not asked again at the submission: its own row is in the way, or counts
};

[[nodiscard]] std::span<const Rule> all_rules();

/// Everything that each rule says.
[[nodiscard]] std::vector<Ruling> judge_all(const store::Inquiry& inquiry,
                                            const AccountLimits& limits,
                                            Instant now);

/// As far as the first rule that does not let it pass.
[[nodiscard]] store::Examination examine(const store::Inquiry& inquiry,
                                         const AccountLimits& limits,
                                         store::Moment moment,
                                         Instant now);

}  // namespace carillon::dialer::rules
