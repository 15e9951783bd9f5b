// SPDX-License-Identifier: MIT
// What a campaign's calls came to lately, for its circuit breaker.
#pragma once

#include "circuit_breaker.hpp"
#include "store/sqlite/database.hpp"

namespace carillon::store::sqlite {

/// Of the calls that ended since `since`, the last thousand at most.
[[nodiscard]] RecentCalls count_recent_calls(Database& database, CampaignId campaign, Instant since);

}  // namespace carillon::store::sqlite
