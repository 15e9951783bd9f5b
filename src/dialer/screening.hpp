// SPDX-License-Identifier: MIT
// What can be said of a number before it is anybody's turn: so that an upload tells at once whom the campaign
// will not call.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "campaign.hpp"
#include "phone_number.hpp"

namespace carillon::dialer {

class Screening {
public:
    /// For a campaign that does not know yet which countries it calls, as a draft without a from-number.
    Screening() = default;
    explicit Screening(const CampaignSettings& settings);

    /// Why this number will not be called; none: it may be.
    [[nodiscard]] std::optional<std::string> objection(const PhoneNumber& number) const;

private:
    std::vector<std::string> countries_;
};

}  // namespace carillon::dialer
