// SPDX-License-Identifier: MIT
#include "api/encode.hpp"

#include <nlohmann/json.hpp>

#include "api/paging.hpp"
#include "settings.hpp"

namespace carillon::api {
namespace {

using Json = nlohmann::ordered_json;

std::string written(const Json& json) {
    // What came from strangers may be no UTF-8; an answer must be.
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json absent_if_empty(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}
Json encode(const std::optional<std::int64_t>& number) {
    return number ? Json(*number) : Json(nullptr);
}
Json encode(const std::optional<Outcome>& outcome) {
    return outcome ? Json(to_text(*outcome)) : Json(nullptr);
}
Json encode(Instant instant) {
    return to_rfc3339(instant);
}
Json encode(const std::optional<Instant>& instant) {
    return instant ? encode(*instant) : Json(nullptr);
}
template <class Tag>
Json encode(const std::optional<Id<Tag>>& id) {
    return id ? Json(id->value()) : Json(nullptr);
}
/// JSON that is kept as text.
Json embedded(const std::string& text) {
    Json json = Json::parse(text, nullptr, false);
    return json.is_discarded() ? Json(text) : json;
}

Json encode(const CampaignCounts& counts) {
    Json json = {{"total", counts.total()}};
    for (std::size_t i = 0; i < contact_status_count; ++i) {
        const auto status = static_cast<ContactStatus>(i);
        json[std::string{to_text(status)}] = counts.of(status);
    }
    return json;
}

Json encode(const Campaign& campaign) {
    return {{"id", campaign.id.value()},
            {"name", campaign.name},
            {"status", to_text(campaign.status)},
            {"reason", absent_if_empty(campaign.reason)},
            {"settings", embedded(settings_to_json(campaign.settings))},
            {"settings_version", campaign.settings_version},
            {"counts", encode(campaign.counts)},
            {"created_at", encode(campaign.created_at)},
            {"started_at", encode(campaign.started_at)},
            {"ended_at", encode(campaign.ended_at)}};
}

Json encode(const Contact& contact) {
    return {{"id", contact.id.value()},
            {"campaign_id", contact.campaign_id.value()},
            {"phone", contact.phone},
            {"name", absent_if_empty(contact.name)},
            {"time_zone", absent_if_empty(contact.time_zone)},
            {"variables", embedded(contact.variables)},
            {"priority", contact.priority},
            {"status", to_text(contact.status)},
            {"reason", absent_if_empty(contact.reason)},
            {"attempts", contact.attempts},
            {"next_attempt_at", encode(contact.next_attempt_at)},
            {"last_call_id", encode(contact.last_call_id)},
            {"created_at", encode(contact.created_at)},
            {"updated_at", encode(contact.updated_at)}};
}

/// All of a call but its token, which is the key to its callbacks.
Json encode(const Call& call) {
    return {{"id", call.id.value()},
            {"campaign_id", encode(call.campaign_id)},
            {"contact_id", encode(call.contact_id)},
            {"attempt", call.attempt},
            {"state", to_text(call.state)},
            {"outcome", encode(ending_of(call))},
            {"status", to_text(call.status)},
            {"twilio_status", absent_if_empty(call.twilio_status)},
            {"call_sid", absent_if_empty(call.call_sid.text())},
            {"from_number", call.from_number},
            {"to_number", call.to_number},
            {"direction", call.direction},
            {"duration_seconds", encode(call.duration_seconds)},
            {"error_code", encode(call.error_code)},
            {"error_message", absent_if_empty(call.error_message)},
            {"answered_by", absent_if_empty(call.answered_by)},
            {"sip_response_code", encode(call.sip_response_code)},
            {"sequence_number", encode(call.sequence_number)},
            {"metadata", embedded(call.metadata)},
            {"settings", embedded(call.settings)},
            {"settings_version", call.settings_version},
            {"evidence", embedded(call.evidence)},
            {"checks", call.checks},
            {"next_check_at", encode(call.next_check_at)},
            {"created_at", encode(call.created_at)},
            {"submitted_at", encode(call.submitted_at)},
            {"accepted_at", encode(call.accepted_at)},
            {"answered_at", encode(call.answered_at)},
            {"ended_at", encode(call.ended_at)}};
}

Json encode(const Callback& callback) {
    return {{"id", callback.id.value()},
            {"call_sid", callback.call_sid.text()},
            {"twilio_status", callback.twilio_status},
            {"sequence_number", encode(callback.sequence_number)},
            {"source", to_text(callback.source)},
            {"applied", callback.applied},
            {"received_at", encode(callback.received_at)},
            {"fields", embedded(callback.fields)}};
}

Json encode(const RejectedRow& row) {
    return {{"line", row.line},
            {"field", absent_if_empty(row.field)},
            {"code", row.code},
            {"message", row.message},
            {"value", row.value}};
}

template <class T>
Json encode_all(const std::vector<T>& items) {
    Json json = Json::array();
    for (const T& item : items) json.push_back(encode(item));
    return json;
}

Json encode(const ImportReport& report) {
    const Import& import = report.import;
    const auto shown = static_cast<std::int64_t>(report.errors.size());
    return {{"import_id", import.id.value()},
            {"received", import.received},
            {"accepted", import.accepted},
            {"duplicates", import.duplicates},
            {"rejected", import.rejected},
            {"errors", encode_all(report.errors)},
            {"errors_truncated", shown < import.rejected},
            {"rejected_rows", "/v1/imports/" + std::to_string(import.id.value()) + "/rejected"}};
}

}  // namespace

std::string to_json(const Campaign& campaign) {
    return written(encode(campaign));
}

std::string to_json(const Contact& contact) {
    return written(encode(contact));
}

std::string to_json(const Call& call) {
    return written(encode(call));
}

std::string to_json(const Import& import) {
    return written({{"id", import.id.value()},
                    {"campaign_id", import.campaign_id.value()},
                    {"received", import.received},
                    {"accepted", import.accepted},
                    {"duplicates", import.duplicates},
                    {"rejected", import.rejected},
                    {"taken_over", import.taken_over},
                    {"copied_from", encode(import.copied_from)},
                    {"started_at", encode(import.started_at)},
                    {"finished_at", encode(import.finished_at)},
                    {"undone_at", encode(import.undone_at)}});
}

std::string to_json(const Suppression& suppression) {
    return written({{"phone", suppression.phone},
                    {"reason", absent_if_empty(suppression.reason)},
                    {"created_at", encode(suppression.created_at)}});
}

std::string to_json(const RejectedRow& row) {
    return written(encode(row));
}

std::string to_json(const Contact& contact, const std::vector<Call>& calls) {
    Json json = encode(contact);
    json["calls"] = encode_all(calls);
    return written(json);
}

std::string to_json(const Call& call, const std::vector<Callback>& callbacks) {
    Json json = encode(call);
    json["callbacks"] = encode_all(callbacks);
    return written(json);
}

std::string to_json(const ImportReport& report) {
    return written(encode(report));
}

std::string to_json(const Campaign& campaign, const ImportReport& report) {
    return written({{"campaign", encode(campaign)}, {"import", encode(report)}});
}

std::string to_json(const UndoReport& report) {
    return written(
        {{"import_id", report.import_id.value()}, {"undone", report.undone}, {"kept", report.kept}});
}

std::string to_json(const SuppressionReport& report) {
    const auto shown = static_cast<std::int64_t>(report.errors.size());
    return written({{"received", report.received},
                    {"added", report.added},
                    {"already_there", report.received - report.added - report.rejected},
                    {"rejected", report.rejected},
                    {"errors", encode_all(report.errors)},
                    {"errors_truncated", shown < report.rejected}});
}

std::string list_to_json(std::string_view name,
                         const std::vector<std::string>& items,
                         std::optional<std::int64_t> next) {
    std::string json = "{\"" + std::string{name} + "\":[";
    for (std::size_t i = 0; i < items.size(); ++i) json.append(i == 0 ? "" : ",").append(items[i]);
    json += "],\"next_cursor\":";
    json += next ? "\"" + to_cursor(name, *next) + "\"" : "null";
    return json + "}";
}

}  // namespace carillon::api
