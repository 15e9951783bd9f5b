// SPDX-License-Identifier: MIT
#include "store/sqlite/idempotency.hpp"

namespace carillon::store::sqlite {
namespace {

struct Remembered {
    std::string fingerprint;
    std::optional<CampaignId> campaign;
    std::optional<CallId> call;
    std::optional<WebhookId> webhook;
};

constexpr char find_key_sql[] =
    "SELECT fingerprint, campaign_id, call_id, webhook_id FROM idempotency_keys WHERE key = ?1 AND "
    "created_at > ?2";

std::optional<Remembered> find_key(Database& database, const std::string& key, Instant now) {
    Query query{database, find_key_sql, key, now - idempotency_keys_are_kept};
    if (!query.next()) return std::nullopt;
    return Remembered{
        query.text(), query.maybe_id<CampaignId>(), query.maybe_id<CallId>(), query.maybe_id<WebhookId>()};
}

template <class Id>
Result<std::optional<Id>> find_made(Database& database,
                                    const IdempotencyKey& key,
                                    Instant now,
                                    std::optional<Id> Remembered::*made) {
    const auto found = find_key(database, key.key, now);
    if (!found) return std::optional<Id>{};
    if (found->fingerprint != key.fingerprint || !((*found).*made))
        return Error{Errc::unprocessable,
                     "This Idempotency-Key was used for another request: a new request needs a new key."};
    return (*found).*made;
}

}  // namespace

Result<std::optional<CampaignId>> find_earlier_campaign(Database& database,
                                                        const IdempotencyKey& key,
                                                        Instant now) {
    return find_made(database, key, now, &Remembered::campaign);
}

Result<std::optional<CallId>> find_earlier_call(Database& database, const IdempotencyKey& key, Instant now) {
    return find_made(database, key, now, &Remembered::call);
}

Result<std::optional<WebhookId>> find_earlier_webhook(Database& database,
                                                      const IdempotencyKey& key,
                                                      Instant now) {
    return find_made(database, key, now, &Remembered::webhook);
}

// One that is too old may be there still.
constexpr char remember_key_sql[] = R"sql(
    INSERT OR REPLACE INTO idempotency_keys (key, fingerprint, campaign_id, call_id, webhook_id, created_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6))sql";

void remember_key(Database& database, const IdempotencyKey& key, CampaignId made, Instant now) {
    database.run(remember_key_sql, key.key, key.fingerprint, made, std::nullopt, std::nullopt, now);
}

void remember_key(Database& database, const IdempotencyKey& key, CallId made, Instant now) {
    database.run(remember_key_sql, key.key, key.fingerprint, std::nullopt, made, std::nullopt, now);
}

void remember_key(Database& database, const IdempotencyKey& key, WebhookId made, Instant now) {
    database.run(remember_key_sql, key.key, key.fingerprint, std::nullopt, std::nullopt, made, now);
}

constexpr char delete_old_keys_sql[] = R"sql(
    DELETE FROM idempotency_keys
     WHERE key IN (SELECT key FROM idempotency_keys WHERE created_at <= ?1 LIMIT ?2))sql";

std::int64_t delete_old_keys(Database& database, Instant now, std::int64_t limit) {
    return database.run(delete_old_keys_sql, now - idempotency_keys_are_kept, limit);
}

}  // namespace carillon::store::sqlite
