// SPDX-License-Identifier: MIT
// What was decided about a campaign's calling hours, for as long as it holds: the dialer looks many times a
// second, and the clocks of the world change their answer a few times a day. Runs on: the loop.
#pragma once

#include <cstdint>
#include <map>
#include <tuple>

#include "dialer/rules/contact_hours.hpp"
#include "store/verbs.hpp"

namespace carillon::dialer {

class HoursBook {
public:
    /// The verdict for contacts of a campaign that wait in these zones, as `rules::judge_hours` gives it.
    [[nodiscard]] const rules::HoursVerdict& judge(const store::DialableCampaign& campaign,
                                                   const store::WaitingZone& zone,
                                                   Instant now);

private:
    struct Entry {
        rules::HoursVerdict verdict;
        Instant judged_at;
    };
    using Key = std::tuple<CampaignId, std::int64_t, std::int64_t>;  ///< campaign, settings version, zone set
    std::map<Key, Entry> entries_;
};

}  // namespace carillon::dialer
