// SPDX-License-Identifier: MIT
#include "support/promises/facts.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

namespace carillon::test {
namespace {

std::optional<std::int64_t> maybe(const SQLite::Column& column) {
    return column.isNull() ? std::nullopt : std::optional<std::int64_t>{column.getInt64()};
}

constexpr char calls_sql[] = R"sql(
    SELECT id, coalesce(campaign_id, 0), coalesce(contact_id, 0), token, state, coalesce(outcome, ''), twilio_status,
           coalesce(call_sid, ''), from_number, to_number, duration_seconds,
           coalesce(json_extract(settings, '$.max_attempts'), 1),
           coalesce(json_extract(settings, '$.max_concurrent_calls'), 0), submitted_at, accepted_at,
           coalesce(json_extract(settings, '$.start_at'), ''), coalesce(json_extract(settings, '$.end_at'), ''), settings,
           coalesce((SELECT z.zones FROM contacts c JOIN zone_sets z ON z.id = c.zone_set_id
                      WHERE c.id = calls.contact_id), ''), day, answered_by
      FROM calls)sql";

void read_calls(SQLite::Database& database, Facts& facts) {
    SQLite::Statement query{database, calls_sql};
    while (query.executeStep()) {
        CallRow row;
        row.id = query.getColumn(0).getInt64();
        row.campaign_id = query.getColumn(1).getInt64();
        row.contact_id = query.getColumn(2).getInt64();
        row.token = query.getColumn(3).getString();
        row.state = query.getColumn(4).getString();
        row.outcome = query.getColumn(5).getString();
        row.twilio_status = query.getColumn(6).getString();
        row.sid = query.getColumn(7).getString();
        row.from = query.getColumn(8).getString();
        row.to = query.getColumn(9).getString();
        row.duration_seconds = maybe(query.getColumn(10));
        row.max_attempts = query.getColumn(11).getInt64();
        row.max_concurrent_calls = query.getColumn(12).getInt64();
        row.submitted_at = maybe(query.getColumn(13));
        row.accepted_at = maybe(query.getColumn(14));
        row.start_at = query.getColumn(15).getString();
        row.end_at = query.getColumn(16).getString();
        row.settings = query.getColumn(17).getString();
        row.zones = query.getColumn(18).getString();
        row.day = query.getColumn(19).getString();
        row.answered_by = query.getColumn(20).getString();
        facts.by_token.emplace(row.token, facts.calls.size());
        if (!row.sid.empty()) facts.by_sid.emplace(row.sid, facts.calls.size());
        facts.calls.push_back(std::move(row));
    }
}

constexpr char contacts_sql[] = R"sql(
    SELECT c.id, c.campaign_id, c.phone, c.status, c.attempts, coalesce(json_extract(k.settings, '$.max_attempts'), 1)
      FROM contacts AS c JOIN campaigns AS k ON k.id = c.campaign_id)sql";

void read_contacts(SQLite::Database& database, Facts& facts) {
    SQLite::Statement query{database, contacts_sql};
    while (query.executeStep())
        facts.contacts.push_back({query.getColumn(0).getInt64(),
                                  query.getColumn(1).getInt64(),
                                  query.getColumn(2).getString(),
                                  query.getColumn(3).getString(),
                                  query.getColumn(4).getInt64(),
                                  query.getColumn(5).getInt64()});
}

void read_the_rest(SQLite::Database& database, Facts& facts) {
    SQLite::Statement campaigns{database, "SELECT id, status, ended_at FROM campaigns"};
    while (campaigns.executeStep())
        facts.campaigns.emplace(
            campaigns.getColumn(0).getInt64(),
            CampaignRow{campaigns.getColumn(1).getString(), maybe(campaigns.getColumn(2))});
    SQLite::Statement callbacks{
        database, "SELECT call_sid, twilio_status, coalesce(sequence_number, -1) FROM report_callbacks"};
    while (callbacks.executeStep())
        facts.callbacks.push_back({callbacks.getColumn(0).getString(),
                                   callbacks.getColumn(1).getString(),
                                   callbacks.getColumn(2).getInt64()});
    SQLite::Statement suppressions{database, "SELECT phone, created_at FROM suppressions"};
    while (suppressions.executeStep())
        facts.suppressed_at.emplace(suppressions.getColumn(0).getString(),
                                    suppressions.getColumn(1).getInt64());
}

}  // namespace

Facts read_facts(const std::filesystem::path& file) {
    SQLite::Database database{file.string(), SQLite::OPEN_READONLY};
    Facts facts;
    read_calls(database, facts);
    read_contacts(database, facts);
    read_the_rest(database, facts);
    return facts;
}

const CallRow* Facts::row_of(const LedgerCall& call) const {
    if (const auto found = by_token.find(call.token); found != by_token.end()) return &calls[found->second];
    if (const auto found = by_sid.find(call.sid); found != by_sid.end()) return &calls[found->second];
    return nullptr;
}

void run_audit(const std::filesystem::path& file, const Audit& audit, PromiseReport& report) {
    SQLite::Database database{file.string(), SQLite::OPEN_READONLY};
    SQLite::Statement counted{database, audit.counted};
    if (counted.executeStep()) report.checked += counted.getColumn(0).getInt64();
    SQLite::Statement query{database, audit.sql};
    while (query.executeStep()) report.breaches.push_back(query.getColumn(0).getString());
}

bool is_ours(const LedgerCall& call) {
    return !call.token.empty();
}

}  // namespace carillon::test
