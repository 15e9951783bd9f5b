// SPDX-License-Identifier: MIT
// When we ask the carrier about a call that it did not tell us about.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "call.hpp"
#include "campaign.hpp"
#include "instant.hpp"

namespace carillon::dialer::rules {

struct CheckPolicy {
    std::vector<Seconds> reconcile_schedule;  ///< ages of an unknown call at which its numbers are searched
    Seconds poll_margin{60};  ///< how long past its longest possible end a call is polled first
};

/// When a call with a SID is fetched if no callback ends it before: once it must have been picked up or given
/// up, and once it must have been hung up. Later times after polls that brought no news (`call.checks` of
/// them).
[[nodiscard]] Instant next_poll(const Call& call,
                                const CampaignSettings& settings,
                                const CheckPolicy& policy,
                                Instant now);

/// When an unknown call is searched for the next time; none: the schedule is over, the call is unresolved.
/// The list is not asked before a create request must have arrived (60 s, or the schedule's end if that is
/// sooner).
/// Searches that came late (a server that was down, a clock that jumped) stay as far apart as the schedule
/// says: a list that lags behind is given as long as ever.
[[nodiscard]] std::optional<Instant> next_search(const Call& call, const CheckPolicy& policy, Instant now);

}  // namespace carillon::dialer::rules
