// SPDX-License-Identifier: MIT
// Nouns as the JSON that the API shows: instants in RFC 3339, ids as numbers, null for what is absent.
// docs/api.md describes every member.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/upload/import_run.hpp"
#include "api_key.hpp"
#include "audit_entry.hpp"
#include "call.hpp"
#include "callback.hpp"
#include "campaign.hpp"
#include "contact.hpp"
#include "explanation.hpp"
#include "import.hpp"
#include "suppression.hpp"
#include "webhook.hpp"

namespace carillon::api {

[[nodiscard]] std::string to_json(const Campaign& campaign);
[[nodiscard]] std::string to_json(const Contact& contact);
[[nodiscard]] std::string to_json(const Call& call);
[[nodiscard]] std::string to_json(const Import& import);
[[nodiscard]] std::string to_json(const Suppression& suppression);
[[nodiscard]] std::string to_json(const RejectedRow& row);
[[nodiscard]] std::string to_json(const Explanation& explanation);
[[nodiscard]] std::string to_json(const Preflight& preflight);
[[nodiscard]] std::string to_json(const Delivery& delivery);
/// Without its secrets.
[[nodiscard]] std::string to_json(const Webhook& webhook);
[[nodiscard]] std::string to_json(const Webhook& webhook, const Secret& shown_once);
[[nodiscard]] std::string to_json(const ApiKey& key);
[[nodiscard]] std::string to_json(const AuditEntry& entry);

/// A key with its text, for whoever made it.
[[nodiscard]] std::string to_json(const ApiKey& key, const std::string& text);
/// A contact with its calls under "calls".
[[nodiscard]] std::string to_json(const Contact& contact, const std::vector<Call>& calls);
/// A call with its callbacks under "callbacks".
[[nodiscard]] std::string to_json(const Call& call, const std::vector<Callback>& callbacks);

/// The answer to an upload.
[[nodiscard]] std::string to_json(const ImportReport& report);

/// The answer to a redial: the new campaign, and what became of the copies.
[[nodiscard]] std::string to_json(const Campaign& campaign, const ImportReport& report);

struct UndoReport {
    ImportId import_id;
    std::int64_t undone = 0;  ///< contacts that were taken back
    std::int64_t kept = 0;    ///< that had been called already, or were being called
};
[[nodiscard]] std::string to_json(const UndoReport& report);

struct SuppressionReport {
    std::int64_t received = 0;
    std::int64_t added = 0;
    std::int64_t rejected = 0;        ///< all others stood in the list already
    std::vector<RejectedRow> errors;  ///< the first ones
};
[[nodiscard]] std::string to_json(const SuppressionReport& report);

/// {"<name>": [items], "next_cursor": … or null}. `items` are JSON already.
[[nodiscard]] std::string list_to_json(std::string_view name,
                                       const std::vector<std::string>& items,
                                       std::optional<std::int64_t> next);

}  // namespace carillon::api
