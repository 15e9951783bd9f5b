// SPDX-License-Identifier: MIT
// API keys and the audit, for the writer's verbs and for the command line, which comes by beside a server.
#pragma once

#include <vector>

#include "error.hpp"
#include "store/access_verbs.hpp"
#include "store/sqlite/database.hpp"
#include "store/verbs.hpp"

namespace carillon::store::sqlite {

// See engine.hpp.
[[nodiscard]] Result<ApiKey> insert_api_key(Database& database, const NewApiKey& wanted);
[[nodiscard]] Result<ApiKey> revoke_api_key(Database& database, ApiKeyId key, Instant now);
void insert_audit_entry(Database& database, const NewAuditEntry& entry);

[[nodiscard]] Page<ApiKey> list_api_keys(Database& database, const ListApiKeys& wanted);

}  // namespace carillon::store::sqlite
