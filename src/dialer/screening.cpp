// SPDX-License-Identifier: MIT
#include "dialer/screening.hpp"

#include "dialer/rules/numbers.hpp"

namespace carillon::dialer {

Screening::Screening(const CampaignSettings& settings) : countries_(rules::countries_of(settings)) {}

std::optional<std::string> Screening::objection(const PhoneNumber& number) const {
    return countries_.empty() ? rules::kind_objection(number) : rules::number_objection(countries_, number);
}

}  // namespace carillon::dialer
