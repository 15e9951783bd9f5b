// SPDX-License-Identifier: MIT
#include "store/sqlite/restorations.hpp"

#include "store/sqlite/reader.hpp"
#include "store/sqlite/writer.hpp"

namespace carillon::store::sqlite {
namespace {

constexpr char known_until_sql[] = R"sql(
    SELECT coalesce(max(at), (SELECT max(applied_at) FROM schema_migrations)) FROM (
        SELECT max(max(created_at, coalesce(started_at, 0), coalesce(ended_at, 0))) AS at FROM campaigns
        UNION ALL SELECT max(max(started_at, coalesce(finished_at, 0))) FROM imports
        UNION ALL SELECT max(updated_at) FROM contacts
        UNION ALL SELECT max(max(created_at, coalesce(submitted_at, 0), coalesce(accepted_at, 0), coalesce(ended_at, 0)))
                    FROM calls
        UNION ALL SELECT max(received_at) FROM callbacks
        UNION ALL SELECT max(created_at) FROM suppressions))sql";

constexpr char count_claims_sql[] = R"sql(
    UPDATE contacts SET attempts = attempts + 1
     WHERE last_call_id IN (SELECT id FROM calls WHERE state = 'claimed' AND ended_at IS NULL AND given_up_at IS NULL))sql";
constexpr char submit_claims_sql[] = R"sql(
    UPDATE calls SET state = 'submitting', submitted_at = created_at
     WHERE state = 'claimed' AND ended_at IS NULL AND given_up_at IS NULL)sql";
constexpr char insert_restoration_sql[] =
    "INSERT INTO restorations (known_until_at, restored_at) VALUES (?1, ?2)";

constexpr char find_restoration_sql[] =
    "SELECT min(known_until_at), max(restored_at) FROM restorations WHERE swept_at IS NULL";
constexpr char finish_restoration_sql[] = "UPDATE restorations SET swept_at = ?1 WHERE swept_at IS NULL";

}  // namespace

Instant known_until(Database& database) {
    Query query{database, known_until_sql};
    query.next();
    return query.maybe_instant().value_or(Instant{});
}

Instant record_restoration(Database& database, Instant now) {
    const Instant until = known_until(database);
    database.run("BEGIN IMMEDIATE");
    database.run(count_claims_sql);
    database.run(submit_claims_sql);
    database.run(insert_restoration_sql, until, now);
    database.run("COMMIT");
    return until;
}

std::optional<Restoration> SqliteReader::find_restoration() {
    Query query{*database_, find_restoration_sql};
    query.next();
    const auto until = query.maybe_instant();
    const auto restored_at = query.maybe_instant();
    if (!until) return std::nullopt;
    return Restoration{*until, *restored_at};
}

void SqliteWriter::finish_restoration(Instant now) {
    database_->run(finish_restoration_sql, now);
}

}  // namespace carillon::store::sqlite
