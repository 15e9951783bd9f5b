// SPDX-License-Identifier: MIT
#include "store/sqlite/idempotency.hpp"

namespace carillon::store::sqlite {
namespace {

struct Remembered {
    std::string fingerprint;
    std::optional<CampaignId> campaign;
    std::optional<CallId> call;
};

constexpr char find_key_sql[] =
    "SELECT fingerprint, campaign_id, call_id FROM idempotency_keys WHERE key = ?1";

std::optional<Remembered> find_key(Database& database, const std::string& key) {
    Query query{database, find_key_sql, key};
    if (!query.next()) return std::nullopt;
    return Remembered{query.text(), query.maybe_id<CampaignId>(), query.maybe_id<CallId>()};
}

template <class Id>
Result<std::optional<Id>> find_made(Database& database,
                                    const IdempotencyKey& key,
                                    std::optional<Id> Remembered::*made) {
    const auto found = find_key(database, key.key);
    if (!found) return std::optional<Id>{};
    if (found->fingerprint != key.fingerprint || !((*found).*made))
        return Error{Errc::conflict,
                     "This Idempotency-Key was used for another request: a new request needs a new key."};
    return (*found).*made;
}

}  // namespace

Result<std::optional<CampaignId>> find_earlier_campaign(Database& database, const IdempotencyKey& key) {
    return find_made(database, key, &Remembered::campaign);
}

Result<std::optional<CallId>> find_earlier_call(Database& database, const IdempotencyKey& key) {
    return find_made(database, key, &Remembered::call);
}

constexpr char remember_key_sql[] = R"sql(
    INSERT INTO idempotency_keys (key, fingerprint, campaign_id, call_id, created_at)
    VALUES (?1, ?2, ?3, ?4, ?5))sql";

void remember_key(Database& database, const IdempotencyKey& key, CampaignId made, Instant now) {
    database.run(remember_key_sql, key.key, key.fingerprint, made, std::nullopt, now);
}

void remember_key(Database& database, const IdempotencyKey& key, CallId made, Instant now) {
    database.run(remember_key_sql, key.key, key.fingerprint, std::nullopt, made, now);
}

}  // namespace carillon::store::sqlite
