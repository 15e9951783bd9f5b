// SPDX-License-Identifier: MIT
// Who changed what: written, listed, never changed (0015_api_keys.sql).
#include <limits>

#include "store/sqlite/api_keys.hpp"
#include "store/sqlite/pages.hpp"
#include "store/sqlite/reader.hpp"
#include "store/sqlite/writer.hpp"

namespace carillon::store::sqlite {

constexpr char insert_audit_entry_sql[] = R"sql(
    INSERT INTO audit_entries (at, actor, api_key_id, remote_address, method, route, subject, status, changes)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, nullif(?9, '')))sql";

void insert_audit_entry(Database& database, const NewAuditEntry& entry) {
    database.run(insert_audit_entry_sql,
                 entry.at,
                 entry.actor,
                 entry.key_id,
                 entry.remote_address,
                 entry.method,
                 entry.route,
                 entry.subject,
                 std::int64_t{entry.status},
                 entry.changes);
}

void SqliteWriter::add_audit_entry(const NewAuditEntry& entry) {
    insert_audit_entry(*database_, entry);
}

namespace {

AuditEntry read_audit_entry(Query& row) {
    AuditEntry read;
    read.id = row.integer();
    read.entry.at = row.instant();
    read.entry.actor = row.text();
    read.entry.key_id = row.maybe_id<ApiKeyId>();
    read.entry.remote_address = row.text();
    read.entry.method = row.text();
    read.entry.route = row.text();
    read.entry.subject = row.text();
    read.entry.status = static_cast<int>(row.integer());
    read.entry.changes = row.text();
    return read;
}

}  // namespace

constexpr char list_audit_entries_sql[] = R"sql(
    SELECT id, at, actor, api_key_id, remote_address, method, route, subject, status, coalesce(changes, '')
      FROM audit_entries WHERE id < ?1 ORDER BY id DESC LIMIT ?2)sql";

Page<AuditEntry> SqliteReader::list_audit_entries(const ListAuditEntries& wanted) {
    const std::int64_t before = wanted.after > 0 ? wanted.after : std::numeric_limits<std::int64_t>::max();
    Query rows{*database_, list_audit_entries_sql, before, wanted.limit + 1};
    return read_page(rows, wanted.limit, read_audit_entry);
}

}  // namespace carillon::store::sqlite
