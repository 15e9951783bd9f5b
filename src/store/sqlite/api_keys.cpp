// SPDX-License-Identifier: MIT
#include "store/sqlite/api_keys.hpp"

#include "store/engine.hpp"
#include "store/sqlite/pages.hpp"
#include "store/sqlite/reader.hpp"
#include "store/sqlite/writer.hpp"

namespace carillon::store::sqlite {
namespace {

constexpr char key_columns[] =
    " id, name, secret_sha256, scopes, requests_per_second, created_at, expires_at, revoked_at, "
    "last_used_at ";

/// A key that may do more than it was made for is worse than none.
Scopes scopes_in(Query& row) {
    const auto scopes = parse_scopes(row.text());
    if (!scopes) throw Damaged("an API key has scopes that are none");
    return *scopes;
}

ApiKey read_api_key(Query& row) {
    ApiKey key;
    key.id = row.id<ApiKeyId>();
    key.name = row.text();
    key.secret_sha256 = row.text();
    key.scopes = scopes_in(row);
    key.requests_per_second = row.maybe_integer();
    key.created_at = row.instant();
    key.expires_at = row.maybe_instant();
    key.revoked_at = row.maybe_instant();
    key.last_used_at = row.maybe_instant();
    return key;
}

constexpr auto find_api_key_sql = sql("SELECT", key_columns, "FROM api_keys WHERE id = ?1");

std::optional<ApiKey> find_api_key(Database& database, ApiKeyId id) {
    Query row{database, find_api_key_sql, id};
    if (!row.next()) return std::nullopt;
    return read_api_key(row);
}

constexpr char find_name_sql[] = "SELECT id FROM api_keys WHERE name = ?1 AND revoked_at IS NULL";

std::optional<ApiKeyId> find_name(Database& database, const std::string& name) {
    Query row{database, find_name_sql, name};
    if (!row.next()) return std::nullopt;
    return row.id<ApiKeyId>();
}

}  // namespace

constexpr char insert_api_key_sql[] = R"sql(
    INSERT INTO api_keys (name, secret_sha256, scopes, requests_per_second, expires_at, created_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6))sql";

Result<ApiKey> insert_api_key(Database& database, const NewApiKey& wanted) {
    if (const auto other = find_name(database, wanted.name))
        return Error{Errc::conflict,
                     "Key " + std::to_string(other->value()) +
                         " has this name already: revoke it first, or take another name."};
    database.run(insert_api_key_sql,
                 wanted.name,
                 wanted.secret_sha256,
                 to_text(wanted.scopes),
                 wanted.requests_per_second,
                 wanted.expires_at,
                 wanted.now);
    return find_api_key(database, ApiKeyId{database.last_insert_id()}).value();
}

constexpr char revoke_api_key_sql[] =
    "UPDATE api_keys SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL";

Result<ApiKey> revoke_api_key(Database& database, ApiKeyId id, Instant now) {
    database.run(revoke_api_key_sql, id, now);
    auto key = find_api_key(database, id);
    if (!key) return Error{Errc::not_found, "There is no key " + std::to_string(id.value()) + "."};
    return *std::move(key);
}

constexpr auto list_api_keys_sql =
    sql("SELECT", key_columns, "FROM api_keys WHERE id > ?1 ORDER BY id LIMIT ?2");

Page<ApiKey> list_api_keys(Database& database, const ListApiKeys& wanted) {
    Query rows{database, list_api_keys_sql, wanted.after, wanted.limit + 1};
    return read_page(rows, wanted.limit, read_api_key);
}

Result<ApiKey> SqliteWriter::create_api_key(const NewApiKey& wanted) {
    return insert_api_key(*database_, wanted);
}

Result<ApiKey> SqliteWriter::revoke_api_key(ApiKeyId key, Instant now) {
    return sqlite::revoke_api_key(*database_, key, now);
}

constexpr char note_key_use_sql[] =
    "UPDATE api_keys SET last_used_at = max(?2, coalesce(last_used_at, 0)) WHERE id = ?1";

void SqliteWriter::note_key_use(ApiKeyId key, Instant now) {
    database_->run(note_key_use_sql, key, now);
}

Page<ApiKey> SqliteReader::list_api_keys(const ListApiKeys& wanted) {
    return sqlite::list_api_keys(*database_, wanted);
}

constexpr char any_exist_sql[] = "SELECT 1 FROM api_keys LIMIT 1";

KeyLookup SqliteKeyReader::find_api_key(ApiKeyId key) {
    KeyLookup found;
    found.key = sqlite::find_api_key(*database_, key);
    found.any_exist = found.key || Query{*database_, any_exist_sql}.next();
    return found;
}

}  // namespace carillon::store::sqlite
