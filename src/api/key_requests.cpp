// SPDX-License-Identifier: MIT
#include "api/key_requests.hpp"

#include <nlohmann/json.hpp>

#include "api/json_fault.hpp"
#include "api/text.hpp"

namespace carillon::api {
namespace {

using Json = nlohmann::json;
using Fault = std::optional<FieldError>;

Fault take_name(const Json& value, NewApiKey& wanted) {
    if (!value.is_string() || !is_key_name(value.get_ref<const std::string&>()))
        return FieldError{"/name", "name must be a string of 1 to 100 bytes without control characters"};
    wanted.name = value.get<std::string>();
    return std::nullopt;
}

Fault take_scopes(const Json& value, NewApiKey& wanted) {
    const FieldError fault{"/scopes", "scopes must be an array of read, upload, dial or admin, at least one"};
    if (!value.is_array()) return fault;
    for (const Json& each : value) {
        const auto scope = each.is_string() ? parse_scope(each.get_ref<const std::string&>()) : std::nullopt;
        if (!scope) return fault;
        wanted.scopes.add(*scope);
    }
    return wanted.scopes.empty() ? Fault{fault} : std::nullopt;
}

Fault take_expiry(const Json& value, NewApiKey& wanted) {
    if (value.is_null()) return std::nullopt;
    const auto instant =
        value.is_string() ? parse_rfc3339(value.get_ref<const std::string&>()) : std::nullopt;
    if (!instant || *instant <= wanted.now)
        return FieldError{"/expires_at",
                          "expires_at must be an instant to come, as 2027-06-30T00:00:00Z, or null: never"};
    wanted.expires_at = *instant;
    return std::nullopt;
}

Fault take_rate(const Json& value, NewApiKey& wanted) {
    if (value.is_null()) return std::nullopt;
    const bool is_right = value.is_number_integer() && value >= 1 && value <= most_requests_per_second;
    if (!is_right)
        return FieldError{"/requests_per_second",
                          "requests_per_second must be a whole number from 1 to 10000"};
    wanted.requests_per_second = value.get<std::int64_t>();
    return std::nullopt;
}

Fault take(const std::string& name, const Json& value, NewApiKey& wanted) {
    if (name == "name") return take_name(value, wanted);
    if (name == "scopes") return take_scopes(value, wanted);
    if (name == "expires_at") return take_expiry(value, wanted);
    if (name == "requests_per_second") return take_rate(value, wanted);
    return FieldError{
        "/" + shortened(name),
        shortened(name) + " is not a member of a key. Known: name, scopes, expires_at, requests_per_second"};
}

}  // namespace

Result<NewApiKey> read_key_wanted(std::string_view body, Instant now) {
    if (auto fault = find_json_fault(body)) return *std::move(fault);
    const Json json = Json::parse(body);
    if (!json.is_object()) return Error{Errc::invalid, "The body must be a JSON object."};
    NewApiKey wanted;
    wanted.now = now;
    std::vector<FieldError> faults;
    for (const char* needed : {"name", "scopes"})
        if (!json.contains(needed))
            faults.push_back({std::string{"/"} + needed, std::string{needed} + " is missing"});
    for (const auto& [name, value] : json.items())
        if (auto fault = take(name, value, wanted)) faults.push_back(*std::move(fault));
    if (!faults.empty())
        return Error{Errc::invalid, "Some members of the body are wrong.", std::move(faults)};
    return wanted;
}

}  // namespace carillon::api
