// SPDX-License-Identifier: MIT
// Rules about the contact, its number and its campaign. Each says what it found, and where the contact goes.
#pragma once

#include "dialer/rules/chain.hpp"

namespace carillon::dialer::rules {

[[nodiscard]] Ruling judge_status(const store::Inquiry& inquiry, const AccountLimits& limits, Instant now);
[[nodiscard]] Ruling judge_campaign(const store::Inquiry& inquiry, const AccountLimits& limits, Instant now);
[[nodiscard]] Ruling judge_campaign_time(const store::Inquiry& inquiry,
                                         const AccountLimits& limits,
                                         Instant now);
[[nodiscard]] Ruling judge_due(const store::Inquiry& inquiry, const AccountLimits& limits, Instant now);
[[nodiscard]] Ruling judge_suppression(const store::Inquiry& inquiry,
                                       const AccountLimits& limits,
                                       Instant now);
[[nodiscard]] Ruling judge_number_in_use(const store::Inquiry& inquiry,
                                         const AccountLimits& limits,
                                         Instant now);
[[nodiscard]] Ruling judge_number(const store::Inquiry& inquiry, const AccountLimits& limits, Instant now);
[[nodiscard]] Ruling judge_calling_hours(const store::Inquiry& inquiry,
                                         const AccountLimits& limits,
                                         Instant now);
[[nodiscard]] Ruling judge_min_gap(const store::Inquiry& inquiry, const AccountLimits& limits, Instant now);

}  // namespace carillon::dialer::rules
