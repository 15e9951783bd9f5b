// SPDX-License-Identifier: MIT
// Rules about what is used already: of a number's patience, of the account's day, of places and from-numbers.
#pragma once

#include "dialer/rules/chain.hpp"

namespace carillon::dialer::rules {

[[nodiscard]] Ruling judge_number_limits(const store::Inquiry& inquiry,
                                         const AccountLimits& limits,
                                         Instant now);
[[nodiscard]] Ruling judge_account_limits(const store::Inquiry& inquiry,
                                          const AccountLimits& limits,
                                          Instant now);
[[nodiscard]] Ruling judge_places(const store::Inquiry& inquiry, const AccountLimits& limits, Instant now);
[[nodiscard]] Ruling judge_from_number(const store::Inquiry& inquiry,
                                       const AccountLimits& limits,
                                       Instant now);

/// How many calls more the account's limits may allow now, at most: what a call takes of minutes and money is
/// known when it is claimed.
[[nodiscard]] std::int64_t account_room(const AccountLimits& limits, const store::AccountUse& account);

/// What this call takes of the day's limits. Its from-number: the one of the call, if it has one.
[[nodiscard]] store::Booking book(const Call& call,
                                  const CampaignSettings& settings,
                                  const AccountLimits& limits,
                                  Instant now);

}  // namespace carillon::dialer::rules
