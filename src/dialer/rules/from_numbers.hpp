// SPDX-License-Identifier: MIT
// Which of a campaign's numbers calls whom, and when one of them must rest.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "account_limits.hpp"
#include "store/decisions.hpp"

namespace carillon::dialer::rules {

/// The numbers that a campaign calls from.
[[nodiscard]] std::vector<std::string> from_numbers_of(const CampaignSettings& settings);

/// Why this number may not call now; `until`: when to look again, if that is known.
struct NumberPause {
    std::string why;
    std::optional<Instant> until;
};
[[nodiscard]] std::optional<NumberPause> pause_of(const std::string& from_number,
                                                  const CampaignSettings& settings,
                                                  const store::AccountUse& account,
                                                  const AccountLimits& limits,
                                                  Instant now);

/// The number that calls `to_number`, of those that may. Requires: `free` is not empty.
[[nodiscard]] std::string choose_from_number(const FromPool& pool,
                                             const std::vector<std::string>& free,
                                             const store::AccountUse& account,
                                             const std::string& to_number,
                                             const std::string& last_from_number);

/// Whether the number must rest whose last calls, the latest first, went like this.
[[nodiscard]] std::optional<store::Rest> rest_after(const RestRule& rule,
                                                    const std::vector<store::EndedCall>& calls,
                                                    Instant now);

}  // namespace carillon::dialer::rules
