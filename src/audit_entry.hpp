// SPDX-License-Identifier: MIT
// One line of the audit: who changed what, from where. Never holds a secret.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "ids.hpp"
#include "instant.hpp"

namespace carillon {

struct NewAuditEntry {
    Instant at{};
    std::string actor{};               ///< `local`, `configured key`, `command line`, or a key's name
    std::optional<ApiKeyId> key_id{};  ///< if it was a key of the table
    std::string remote_address{};      ///< empty: the command line
    std::string method{};
    std::string route{};    ///< the pattern: `/v1/campaigns/{id}`
    std::string subject{};  ///< what stood for its {…}, or what was made
    int status = 0;         ///< what was answered
    std::string changes{};  ///< JSON, {"setting": {"from", "to"}}; empty: not told
};

struct AuditEntry {
    std::int64_t id = 0;
    NewAuditEntry entry;
};

}  // namespace carillon
