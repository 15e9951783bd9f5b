// SPDX-License-Identifier: MIT
// API keys and lines of the audit as the JSON that the API shows.
#include <nlohmann/json.hpp>

#include "api/encode.hpp"

namespace carillon::api {
namespace {

using Json = nlohmann::ordered_json;

std::string written(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json encode(const std::optional<Instant>& instant) {
    return instant ? Json(to_rfc3339(*instant)) : Json(nullptr);
}

Json encode(Scopes scopes) {
    Json words = Json::array();
    for (const Scope scope : {Scope::read, Scope::upload, Scope::dial, Scope::admin})
        if (scopes.contains(scope)) words.push_back(to_text(scope));
    return words;
}

Json encode(const ApiKey& key) {
    return {{"id", key.id.value()},
            {"name", key.name},
            {"scopes", encode(key.scopes)},
            {"requests_per_second", key.requests_per_second ? Json(*key.requests_per_second) : Json(nullptr)},
            {"created_at", to_rfc3339(key.created_at)},
            {"expires_at", encode(key.expires_at)},
            {"revoked_at", encode(key.revoked_at)},
            {"last_used_at", encode(key.last_used_at)}};
}

}  // namespace

std::string to_json(const ApiKey& key) {
    return written(encode(key));
}

std::string to_json(const ApiKey& key, const std::string& text) {
    Json json = encode(key);
    json["key"] = text;
    return written(json);
}

std::string to_json(const AuditEntry& entry) {
    const NewAuditEntry& line = entry.entry;
    return written(
        {{"id", entry.id},
         {"at", to_rfc3339(line.at)},
         {"actor", line.actor},
         {"key_id", line.key_id ? Json(line.key_id->value()) : Json(nullptr)},
         {"remote_address", line.remote_address.empty() ? Json(nullptr) : Json(line.remote_address)},
         {"method", line.method},
         {"route", line.route},
         {"subject", line.subject.empty() ? Json(nullptr) : Json(line.subject)},
         {"status", line.status},
         {"changes", line.changes.empty() ? Json(nullptr) : Json::parse(line.changes)}});
}

}  // namespace carillon::api
