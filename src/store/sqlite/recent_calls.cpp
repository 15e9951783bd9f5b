// SPDX-License-Identifier: MIT
#include "store/sqlite/recent_calls.hpp"

namespace carillon::store::sqlite {

// The first conditions are the partial index's own (migrations/0012): without them it is not used. What
// was placed before the campaign last began to run tells of a trouble that somebody has mended since.
constexpr char count_recent_calls_sql[] = R"sql(
    SELECT count(*), coalesce(sum(outcome IN ('failed', 'rejected')), 0)
      FROM (SELECT outcome FROM calls
             WHERE campaign_id = ?1 AND ended_at IS NOT NULL AND outcome <> 'canceled' AND outcome <> 'not_sent'
               AND ended_at >= ?2
               AND submitted_at >= (SELECT coalesce(running_since, 0) FROM campaigns WHERE id = ?1)
             ORDER BY ended_at DESC LIMIT 1000) AS last_calls)sql";

RecentCalls count_recent_calls(Database& database, CampaignId campaign, Instant since) {
    Query query{database, count_recent_calls_sql, campaign, since};
    RecentCalls recent;
    if (!query.next()) return recent;
    recent.ended = query.integer();
    recent.failed = query.integer();
    return recent;
}

}  // namespace carillon::store::sqlite
