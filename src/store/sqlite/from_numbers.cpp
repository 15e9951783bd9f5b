// SPDX-License-Identifier: MIT
// Numbers to call from, and whether they must rest.
#include "store/sqlite/settling.hpp"
#include "store/sqlite/writer.hpp"

namespace carillon::store::sqlite {
namespace {

// Calls before the last rest are forgiven.
constexpr char list_recent_endings_sql[] = R"sql(
    SELECT outcome, coalesce(duration_seconds, 0) FROM calls
     WHERE from_number = ?1 AND ended_at IS NOT NULL AND outcome IN ('completed', 'busy', 'no_answer', 'failed')
       AND submitted_at >= coalesce((SELECT resting_until FROM from_numbers WHERE phone = ?1), 0)
     ORDER BY ended_at DESC LIMIT ?2)sql";
constexpr char record_rest_sql[] = R"sql(
    INSERT INTO from_numbers (phone, resting_until, reason) VALUES (?1, ?2, ?3)
    ON CONFLICT (phone) DO UPDATE SET resting_until = excluded.resting_until, reason = excluded.reason)sql";

std::vector<EndedCall> list_recent_endings(Database& database, const std::string& number, std::int64_t most) {
    Query query{database, list_recent_endings_sql, number, most};
    std::vector<EndedCall> calls;
    while (query.next()) {
        const auto outcome = query.word<Outcome>(parse_outcome);
        calls.push_back({outcome, query.integer()});
    }
    return calls;
}

}  // namespace

Settled SqliteWriter::settle(const Standing& standing, Settlement settlement, Instant now) {
    const bool contact_moved = settlement.contact.has_value();
    Settled settled = write_settlement(*database_, decisions_, standing, std::move(settlement), now);
    let_rest(standing, settled, now);
    keep_up(standing, settled, contact_moved);
    return settled;
}

void SqliteWriter::let_rest(const Standing& standing, const Settled& settled, Instant now) {
    const bool has_ended =
        standing.call.state != CallState::ended && settled.call && settled.call->state == CallState::ended;
    if (!has_ended || !standing.settings || !standing.settings->from_pool.rest) return;
    const std::string& number = settled.call->from_number;
    const auto calls = list_recent_endings(*database_, number, standing.settings->from_pool.rest->of_last);
    if (const auto rest = decisions_.rest_after(*standing.settings, calls, now))
        database_->run(record_rest_sql, number, rest->until, rest->reason);
}

}  // namespace carillon::store::sqlite
