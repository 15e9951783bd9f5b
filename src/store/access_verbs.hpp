// SPDX-License-Identifier: MIT
// What the store is asked about who may use the API, and who did. Values only.
#pragma once

#include <cstdint>
#include <optional>

#include "api_key.hpp"
#include "audit_entry.hpp"

namespace carillon::store {

struct KeyLookup {
    bool any_exist = false;  ///< also one that is revoked: once there was a key, the API wants one
    std::optional<ApiKey> key;
};
struct ListApiKeys {
    std::int64_t after = 0;
    std::int64_t limit = 50;
};
/// The newest first: `after` 0 begins with it.
struct ListAuditEntries {
    std::int64_t after = 0;
    std::int64_t limit = 50;
};

}  // namespace carillon::store
