// SPDX-License-Identifier: MIT
// Idempotency keys: two requests with one key are one request. Kept in the transaction that does what was
// requested.
#pragma once

#include <optional>

#include "error.hpp"
#include "ids.hpp"
#include "store/sqlite/database.hpp"
#include "store/verbs.hpp"

namespace carillon::store::sqlite {

inline constexpr Seconds idempotency_keys_are_kept{24 * 3'600};

/// What a request with this key made in the last 24 hours; none: the key is new.
/// Fails with: unprocessable when the key was used for another request.
[[nodiscard]] Result<std::optional<CampaignId>> find_earlier_campaign(Database& database,
                                                                      const IdempotencyKey& key,
                                                                      Instant now);
[[nodiscard]] Result<std::optional<CallId>> find_earlier_call(Database& database,
                                                              const IdempotencyKey& key,
                                                              Instant now);
[[nodiscard]] Result<std::optional<WebhookId>> find_earlier_webhook(Database& database,
                                                                    const IdempotencyKey& key,
                                                                    Instant now);

void remember_key(Database& database, const IdempotencyKey& key, CampaignId made, Instant now);
void remember_key(Database& database, const IdempotencyKey& key, CallId made, Instant now);
void remember_key(Database& database, const IdempotencyKey& key, WebhookId made, Instant now);

/// A portion; returns how many went.
std::int64_t delete_old_keys(Database& database, Instant now, std::int64_t limit);

}  // namespace carillon::store::sqlite
