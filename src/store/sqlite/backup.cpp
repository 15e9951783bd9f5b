// SPDX-License-Identifier: MIT
#include "store/sqlite/backup.hpp"

#include <algorithm>
#include <stdexcept>

#include "store/sqlite.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/examine.hpp"
#include "store/sqlite/migrations.hpp"
#include "store/sqlite/restorations.hpp"

namespace carillon::store {
namespace {

using sqlite::Database;
using sqlite::Query;

/// A server may be about to make its log.
Database::Access access_to(const std::filesystem::path& file, bool is_in_use) {
    return is_in_use ? Database::Access::read_only : sqlite::gentlest_access(file);
}

constexpr char count_rows_sql[] = R"sql(
    SELECT 'campaigns', count(*) FROM campaigns
    UNION ALL SELECT 'contacts', count(*) FROM contacts
    UNION ALL SELECT 'calls', count(*) FROM calls
    UNION ALL SELECT 'callbacks', count(*) FROM callbacks
    UNION ALL SELECT 'suppressions', count(*) FROM suppressions
    UNION ALL SELECT 'imports', count(*) FROM imports
    UNION ALL SELECT 'rejected_rows', count(*) FROM rejected_rows
    UNION ALL SELECT 'idempotency_keys', count(*) FROM idempotency_keys
    UNION ALL SELECT 'api_keys', count(*) FROM api_keys)sql";

std::vector<TableCount> count_rows(Database& database) {
    Query query{database, count_rows_sql};
    std::vector<TableCount> rows;
    while (query.next()) {
        std::string table = query.text();
        rows.push_back({std::move(table), query.integer()});
    }
    return rows;
}

void require_ours(Database& database, const std::filesystem::path& file) {
    const std::string problem = sqlite::find_problem(database, sqlite::known_migrations());
    if (!problem.empty()) throw std::runtime_error(file.string() + ": " + problem);
    if (sqlite::schema_version(database) == 0)
        throw std::runtime_error(file.string() + " is empty: there is nothing to copy.");
}

void require_whole(const std::filesystem::path& copy, const std::vector<TableCount>& expected) {
    const sqlite::Examination found = sqlite::examine(copy);
    if (!found.damage.empty())
        throw Damaged("It was copied, but the copy is damaged, as it is itself: " + found.damage);
    Database database{copy, Database::Access::immutable};
    Query integrity{database, "PRAGMA integrity_check(1)"};
    if (!integrity.next()) throw Damaged("The check of the copy gave no answer.");
    if (const std::string complaint = integrity.text(); complaint != "ok")
        throw Damaged("It was copied, but the copy is damaged, as it is itself: " + complaint);
    Query references{database, "PRAGMA foreign_key_check"};
    if (references.next())
        throw Damaged("It was copied, but the copy has a row in " + references.text() +
                      " that refers to a missing one.");
    if (count_rows(database) != expected)
        throw Damaged("It was copied, but the copy does not have the same number of rows.");
}

/// Afterwards all of it is in the file, and nothing in a log beside it.
template <class Change>
void change_as_one_file(const std::filesystem::path& file, Change change) {
    {
        Database database{file, Database::Access::read_write};
        database.execute("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
        change(database);
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    if (std::filesystem::exists(sqlite::beside(file, "-wal")))
        throw std::runtime_error("SQLite could not move the log of " + file.string() + " into it.");
}

}  // namespace

std::int64_t CopiedDatabase::rows_of(std::string_view table) const {
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const TableCount& each) { return each.table == table; });
    return found == rows.end() ? 0 : found->rows;
}

CopiedDatabase copy_sqlite(const std::filesystem::path& from,
                           const std::filesystem::path& to,
                           bool is_in_use) {
    CopiedDatabase copied;
    {
        Database source{from, access_to(from, is_in_use)};
        source.execute("BEGIN");  // what is counted and what is copied is one moment
        require_ours(source, from);
        copied.rows = count_rows(source);
        copied.known_until = sqlite::known_until(source);
        Database target{to, Database::Access::read_write};
        source.copy_to(target);
        source.execute("ROLLBACK");
    }
    require_whole(to, copied.rows);
    return copied;
}

void mark_as_restored(const std::filesystem::path& copy, Instant now) {
    migrate_sqlite(copy);
    change_as_one_file(copy, [now](Database& database) { sqlite::record_restoration(database, now); });
}

constexpr char list_suppressions_sql[] = "SELECT phone, reason, created_at FROM suppressions";
constexpr char insert_suppression_sql[] =
    "INSERT INTO suppressions (phone, reason, created_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";

std::int64_t carry_suppressions(const std::filesystem::path& from, const std::filesystem::path& into) {
    std::int64_t carried = 0;
    change_as_one_file(into, [&](Database& database) {
        Database source{from, access_to(from, false)};
        require_ours(source, from);
        database.execute("BEGIN IMMEDIATE");
        Query rows{source, list_suppressions_sql};
        while (rows.next()) {
            const std::string phone = rows.text();
            const std::string reason = rows.text();
            carried += database.run(insert_suppression_sql, phone, reason, rows.instant());
        }
        database.execute("COMMIT");
    });
    return carried;
}

constexpr char find_key_table_sql[] =
    "SELECT count(*) FROM pragma_table_info('api_keys') WHERE name = 'secret_sha256'";
constexpr char list_api_keys_sql[] = R"sql(
    SELECT id, revoked_at, secret_sha256, name, scopes, requests_per_second, created_at, expires_at, last_used_at
      FROM api_keys ORDER BY id)sql";
// In this order: a name may have gone from a revoked key to a newer one.
constexpr char revoke_api_key_sql[] =
    "UPDATE api_keys SET revoked_at = ?2 WHERE id = ?1 AND secret_sha256 = ?3 AND revoked_at IS NULL";
constexpr char insert_api_key_sql[] = R"sql(
    INSERT INTO api_keys (id, revoked_at, secret_sha256, name, scopes, requests_per_second, created_at, expires_at, last_used_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING)sql";

std::int64_t carry_api_keys(const std::filesystem::path& from, const std::filesystem::path& into) {
    std::int64_t carried = 0;
    change_as_one_file(into, [&](Database& database) {
        Database source{from, access_to(from, false)};
        require_ours(source, from);
        Query table{source, find_key_table_sql};
        if (!table.next() || table.integer() == 0) return;
        database.execute("BEGIN IMMEDIATE");
        Query rows{source, list_api_keys_sql};
        while (rows.next()) {
            const std::int64_t id = rows.integer();
            const auto revoked_at = rows.maybe_integer();
            const std::string digest = rows.text();
            const std::string name = rows.text();
            const std::string scopes = rows.text();
            const auto rate = rows.maybe_integer();
            const std::int64_t created_at = rows.integer();
            const auto expires_at = rows.maybe_integer();
            const auto last_used_at = rows.maybe_integer();
            if (revoked_at) carried += database.run(revoke_api_key_sql, id, *revoked_at, digest);
            carried += database.run(insert_api_key_sql,
                                    id,
                                    revoked_at,
                                    digest,
                                    name,
                                    scopes,
                                    rate,
                                    created_at,
                                    expires_at,
                                    last_used_at);
        }
        database.execute("COMMIT");
    });
    return carried;
}

}  // namespace carillon::store
