// SPDX-License-Identifier: MIT
// Whose turn it is: the free slots go round the running campaigns one by one, so that a large one cannot
// starve a small one.
#pragma once

#include <cstdint>
#include <vector>

#include "ids.hpp"

namespace carillon::dialer::rules {

/// A campaign with somebody to ring now.
struct Applicant {
    CampaignId campaign_id;
    std::int64_t room = 0;  ///< calls that its own rate and its own cap allow now
};

struct Share {
    CampaignId campaign_id;
    std::int64_t count = 0;
};

/// Deals `slots` out, one a round, beginning with the first campaign after `last_served`. `applicants` are in
/// order of id. Nobody gets more than its room; nothing is left over while somebody has room.
[[nodiscard]] std::vector<Share> deal(const std::vector<Applicant>& applicants,
                                      std::int64_t slots,
                                      CampaignId last_served);

}  // namespace carillon::dialer::rules
