// SPDX-License-Identifier: MIT
#include "simulator/call_resource.hpp"

#include <nlohmann/json.hpp>

namespace carillon::simulator {
namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json date_or_null(const std::optional<Instant>& instant) {
    return instant ? Json(to_rfc2822(*instant)) : Json(nullptr);
}

Json text_or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

/// Numbers of the United States are shown nationally: (415) 555-2671.
std::string formatted(const std::string& number) {
    if (!number.starts_with("+1") || number.size() != 12) return number;
    return '(' + number.substr(2, 3) + ") " + number.substr(5, 3) + '-' + number.substr(8);
}

Json subresources(const std::string& uri) {
    Json json = Json::object();
    for (const auto* name : {"notifications",
                             "recordings",
                             "payments",
                             "events",
                             "siprec",
                             "streams",
                             "transcriptions",
                             "user_defined_message_subscriptions",
                             "user_defined_messages"}) {
        std::string path{name};
        path.front() = static_cast<char>(path.front() - 'a' + 'A');
        json[name] = uri + '/' + path + ".json";
    }
    return json;
}

Json to_json(const SimulatedCall& call, const std::string& account_sid) {
    const auto path = "/2010-04-01/Accounts/" + account_sid + "/Calls/" + call.sid;
    const bool was_answered = call.progress == Progress::completed;
    Json json;
    json["sid"] = call.sid;
    json["account_sid"] = account_sid;
    json["parent_call_sid"] = nullptr;
    json["phone_number_sid"] = nullptr;
    json["group_sid"] = nullptr;
    json["trunk_sid"] = nullptr;
    json["date_created"] = to_rfc2822(call.created_at);
    json["date_updated"] = to_rfc2822(call.updated_at);
    json["start_time"] = date_or_null(call.started_at);
    json["end_time"] = date_or_null(call.ended_at);
    json["to"] = call.asked.to;
    json["to_formatted"] = formatted(call.asked.to);
    json["from"] = call.asked.from;
    json["from_formatted"] = formatted(call.asked.from);
    json["status"] = resource_status(call.progress);
    json["duration"] = was_answered ? Json(std::to_string(call.duration.count())) : Json(nullptr);
    json["price"] = nullptr;
    json["price_unit"] = "USD";
    json["direction"] = "outbound-api";
    json["answered_by"] = text_or_null(call.answered_by);
    json["queue_time"] = std::to_string(call.queue_time.count());
    json["api_version"] = "2010-04-01";
    json["caller_name"] = nullptr;
    json["forwarded_from"] = nullptr;
    json["uri"] = path + ".json";
    json["subresource_uris"] = subresources(path);
    return json;
}

}  // namespace

std::string call_json(const SimulatedCall& call, const std::string& account_sid) {
    return dumped(to_json(call, account_sid));
}

std::string list_json(const ListPage& page, const std::string& account_sid) {
    const auto start = page.page * page.page_size;
    Json json;
    json["calls"] = Json::array();
    for (const auto& call : page.calls) json["calls"].push_back(to_json(*call, account_sid));
    json["first_page_uri"] = page.first_page_uri;
    json["next_page_uri"] = text_or_null(page.next_page_uri);
    json["previous_page_uri"] = text_or_null(page.previous_page_uri);
    json["uri"] = page.uri;
    json["page"] = page.page;
    json["page_size"] = page.page_size;
    json["start"] = start;
    json["end"] = page.calls.empty() ? start : start + page.calls.size() - 1;
    return dumped(json);
}

std::string account_json(const std::string& account_sid) {
    const auto uri = "/2010-04-01/Accounts/" + account_sid;
    Json json;
    json["sid"] = account_sid;
    json["owner_account_sid"] = account_sid;
    json["friendly_name"] = "Fake Twilio";
    json["status"] = "active";
    json["type"] = "Full";
    json["uri"] = uri + ".json";
    json["subresource_uris"] = Json{{"calls", uri + "/Calls.json"}};
    return dumped(json);
}

std::string refusal_json(const Refusal& refusal) {
    Json json;
    json["code"] = refusal.code;
    json["message"] = refusal.message;
    json["more_info"] = "https://www.twilio.com/docs/errors/" + std::to_string(refusal.code);
    json["status"] = refusal.http_status;
    return dumped(json);
}

}  // namespace carillon::simulator
