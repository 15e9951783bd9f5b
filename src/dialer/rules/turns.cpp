// SPDX-License-Identifier: MIT
#include "dialer/rules/turns.hpp"

#include <algorithm>

namespace carillon::dialer::rules {

std::vector<Share> deal(const std::vector<Applicant>& applicants,
                        std::int64_t slots,
                        CampaignId last_served) {
    std::vector<Applicant> order = applicants;
    const auto first = std::find_if(order.begin(), order.end(), [&](const Applicant& applicant) {
        return applicant.campaign_id > last_served;
    });
    std::rotate(order.begin(), first, order.end());

    std::vector<Share> shares;
    for (const Applicant& applicant : order) shares.push_back({applicant.campaign_id, 0});

    bool somebody_has_room = true;
    while (slots > 0 && somebody_has_room) {
        somebody_has_room = false;
        for (std::size_t i = 0; i < order.size() && slots > 0; ++i) {
            if (shares[i].count >= order[i].room) continue;
            ++shares[i].count;
            --slots;
            somebody_has_room = true;
        }
    }
    std::erase_if(shares, [](const Share& share) { return share.count == 0; });
    return shares;
}

}  // namespace carillon::dialer::rules
