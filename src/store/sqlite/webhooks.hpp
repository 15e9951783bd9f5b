// SPDX-License-Identifier: MIT
// Rows of `webhooks` as values.
#pragma once

#include <optional>

#include "store/sqlite/database.hpp"
#include "webhook.hpp"

namespace carillon::store::sqlite {

/// None for one that is deleted, too, whose last deliveries may still be there.
[[nodiscard]] std::optional<Webhook> find_webhook(Database& database, WebhookId id);

}  // namespace carillon::store::sqlite
