// SPDX-License-Identifier: MIT
#include "events/payload.hpp"

#include <nlohmann/json.hpp>

namespace carillon::events {
namespace {

using Json = nlohmann::ordered_json;

Json absent_if_empty(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}
Json encode(const std::optional<std::int64_t>& number) {
    return number ? Json(*number) : Json(nullptr);
}
Json encode(const std::optional<Instant>& instant) {
    return instant ? Json(to_rfc3339(*instant)) : Json(nullptr);
}
template <class Tag>
Json encode(const std::optional<Id<Tag>>& id) {
    return id ? Json(id->value()) : Json(nullptr);
}

Json encode_call(const std::optional<Call>& call) {
    if (!call) return nullptr;
    const auto ending = ending_of(*call);
    return {{"id", call->id.value()},
            {"call_sid", absent_if_empty(call->call_sid.text())},
            {"attempt", call->attempt},
            {"outcome", ending ? Json(to_text(*ending)) : Json(nullptr)},
            {"status", to_text(call->status)},
            {"twilio_status", absent_if_empty(call->twilio_status)},
            {"from_number", call->from_number},
            {"to_number", call->to_number},
            {"duration_seconds", encode(call->duration_seconds)},
            {"answered_by", absent_if_empty(call->answered_by)},
            {"error_code", encode(call->error_code)},
            {"error_message", absent_if_empty(call->error_message)},
            {"created_at", to_rfc3339(call->created_at)},
            {"answered_at", encode(call->answered_at)},
            {"ended_at", encode(call->ended_at)}};
}

Json encode_contact(const std::optional<Contact>& contact) {
    if (!contact) return nullptr;
    Json variables = Json::parse(contact->variables, nullptr, false);
    return {{"id", contact->id.value()},
            {"phone", contact->phone},
            {"name", absent_if_empty(contact->name)},
            {"variables", variables.is_discarded() ? Json::object() : std::move(variables)}};
}

Json encode_call_ended(const EventRecord& record) {
    return {{"campaign_id", encode(record.event.campaign_id)},
            {"contact", encode_contact(record.contact)},
            {"call", encode_call(record.call)}};
}

/// What the contact became, not what it is by now: somebody may have put it back into the queue.
Json encode_contact_done(const EventRecord& record) {
    Json contact = encode_contact(record.contact);
    if (record.event.status) contact["status"] = to_text(*record.event.status);
    contact["reason"] = absent_if_empty(record.event.reason);
    return {{"campaign_id", encode(record.event.campaign_id)},
            {"contact", std::move(contact)},
            {"call", encode_call(record.call)}};
}

Json encode_campaign(const EventRecord& record, std::string_view status) {
    return {{"campaign",
             {{"id", encode(record.event.campaign_id)},
              {"name", record.campaign_name},
              {"status", status},
              {"reason", absent_if_empty(record.event.reason)}}}};
}

Json encode_data(const EventRecord& record) {
    switch (record.event.kind) {
        case EventKind::call_ended:
            return encode_call_ended(record);
        case EventKind::contact_done:
            return encode_contact_done(record);
        case EventKind::campaign_started:
        case EventKind::campaign_resumed:
            return encode_campaign(record, "running");
        case EventKind::campaign_paused:
            return encode_campaign(record, "paused");
        case EventKind::campaign_completed:
            return encode_campaign(record, "completed");
        case EventKind::campaign_canceled:
            return encode_campaign(record, "canceled");
        case EventKind::database_restored:
            return {{"known_until", absent_if_empty(record.event.reason)}};
    }
    return Json::object();
}

}  // namespace

std::string to_payload(const EventRecord& record) {
    const Json json{{"id", record.event.id.value()},
                    {"type", to_text(record.event.kind)},
                    {"timestamp", to_rfc3339(record.event.at)},
                    {"data", encode_data(record)}};
    // What came from strangers may be no UTF-8; what we send must be.
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace carillon::events
