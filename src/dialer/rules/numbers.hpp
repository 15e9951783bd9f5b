// SPDX-License-Identifier: MIT
// Which numbers a campaign calls: ordinary ones, of the countries that it is for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "campaign.hpp"
#include "phone_number.hpp"

namespace carillon::dialer::rules {

/// The countries that a campaign calls: its `allowed_countries`, else those of the numbers that it calls
/// from. Empty: none.
[[nodiscard]] std::vector<std::string> countries_of(const CampaignSettings& settings);

/// Why a number of this kind is called by no campaign; none: it is ordinary.
[[nodiscard]] std::optional<std::string> kind_objection(const PhoneNumber& number);

/// Why this number must not be called; none: it may be.
[[nodiscard]] std::optional<std::string> number_objection(const std::vector<std::string>& countries,
                                                          const PhoneNumber& number);

}  // namespace carillon::dialer::rules
