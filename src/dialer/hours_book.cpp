// SPDX-License-Identifier: MIT
#include "dialer/hours_book.hpp"

namespace carillon::dialer {

const rules::HoursVerdict& HoursBook::judge(const store::DialableCampaign& campaign,
                                            const store::WaitingZone& zone,
                                            Instant now) {
    constexpr std::size_t most_entries = 10'000;  // of campaigns and settings that are long gone, mostly
    if (entries_.size() > most_entries) entries_.clear();
    const auto [found, is_new] =
        entries_.try_emplace({campaign.id, campaign.settings_version, zone.zone_set_id});
    Entry& entry = found->second;
    // A clock that was set back is before what was judged.
    if (is_new || now < entry.judged_at || !entry.verdict.holds_at(now))
        entry = {rules::judge_hours(campaign.settings, zone.zones, now), now};
    return entry.verdict;
}

}  // namespace carillon::dialer
