// SPDX-License-Identifier: MIT
#include "api/audit_trail.hpp"

#include <nlohmann/json.hpp>

#include "api/text.hpp"
#include "settings.hpp"

namespace carillon::api {
namespace {

using Json = nlohmann::ordered_json;

std::string_view find_location(const http::Response& response) {
    constexpr std::string_view folder = "/v1/";
    const std::string_view location = http::find_header(response.headers, "Location");
    return location.starts_with(folder) ? location.substr(folder.size()) : std::string_view{};
}

/// The beginning of a URL, which says who is asked.
std::string without_path(const std::string& text) {
    const std::size_t host = text.find("://");
    if (host == std::string::npos) return text;
    const std::size_t end = text.find_first_of("/?#", host + 3);
    const std::size_t at = text.substr(0, end).rfind('@');  // a user and password stand before it
    const std::string origin = text.substr(0, end);
    const std::string shown =
        at == std::string::npos ? origin : text.substr(0, host + 3) + origin.substr(at + 1);
    return end == std::string::npos ? shown : shown + "/…";
}

Json without_secrets(const Json& value) {
    if (value.is_string()) return without_path(value.get<std::string>());
    if (!value.is_structured()) return value;
    Json shown = value;
    for (auto& member : shown) member = without_secrets(member);
    return shown;
}

Json changeable(const Campaign& campaign) {
    Json json = Json::parse(settings_to_json(campaign.settings));
    json["name"] = campaign.name;
    return json;
}

}  // namespace

bool is_change(const Route& route, const http::Response& response) {
    return route.method != "GET" && scope_of(route.access) && response.status < 400;
}

NewAuditEntry to_audit_entry(const Route& route,
                             const http::Request& request,
                             const http::Response& response,
                             const Caller& caller,
                             const std::string& subject,
                             const Remark& remark,
                             Instant now) {
    NewAuditEntry entry;
    entry.at = now;
    entry.actor = caller.name;
    entry.key_id = caller.key_id;
    entry.remote_address = request.remote_address;
    entry.method = route.method;
    entry.route = route.pattern;
    const std::string_view made = find_location(response);
    entry.subject = shortened(!remark.subject.empty() ? remark.subject : !made.empty() ? made : subject);
    entry.status = response.status;
    entry.changes = remark.changes;
    return entry;
}

std::string find_changes(const Campaign& before, const Campaign& after) {
    const Json old = changeable(before);
    Json changes = Json::object();
    const Json now = changeable(after);
    for (const auto& [name, value] : now.items())
        if (old.at(name) != value)
            changes[name] = {{"from", without_secrets(old.at(name))}, {"to", without_secrets(value)}};
    return changes.empty() ? std::string{} : changes.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace carillon::api
