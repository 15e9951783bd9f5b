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

/// What an earlier request with this key made; none: the key is new.
/// Fails with: conflict when the key was used for another request.
[[nodiscard]] Result<std::optional<CampaignId>> find_earlier_campaign(Database& database,
                                                                      const IdempotencyKey& key);
[[nodiscard]] Result<std::optional<CallId>> find_earlier_call(Database& database, const IdempotencyKey& key);

void remember_key(Database& database, const IdempotencyKey& key, CampaignId made, Instant now);
void remember_key(Database& database, const IdempotencyKey& key, CallId made, Instant now);

}  // namespace carillon::store::sqlite
