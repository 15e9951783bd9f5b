// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "api/encode.hpp"

namespace carillon::api {
namespace {

using Json = nlohmann::ordered_json;

std::string written(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json absent_if_empty(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}
Json encode(const std::optional<Instant>& instant) {
    return instant ? Json(to_rfc3339(*instant)) : Json(nullptr);
}
template <class Tag>
Json encode(const std::optional<Id<Tag>>& id) {
    return id ? Json(id->value()) : Json(nullptr);
}

Json encode(const Webhook& webhook) {
    Json kinds = Json::array();
    for (const EventKind kind : webhook.kinds) kinds.push_back(to_text(kind));
    if (kinds.empty()) kinds.push_back("*");
    return {{"id", webhook.id.value()},
            {"url", webhook.url},
            {"events", std::move(kinds)},
            {"campaign_id", encode(webhook.campaign_id)},
            {"enabled", !webhook.disabled_at.has_value()},
            {"disabled_at", encode(webhook.disabled_at)},
            {"disabled_reason", absent_if_empty(webhook.disabled_reason)},
            {"old_secret_until", encode(webhook.old_secret_until)},
            {"created_at", to_rfc3339(webhook.created_at)}};
}

Json encode(const Event& event) {
    return {{"id", event.id.value()},
            {"type", to_text(event.kind)},
            {"timestamp", to_rfc3339(event.at)},
            {"campaign_id", encode(event.campaign_id)},
            {"contact_id", encode(event.contact_id)},
            {"call_id", encode(event.call_id)}};
}

}  // namespace

std::string to_json(const Webhook& webhook) {
    return written(encode(webhook));
}

std::string to_json(const Webhook& webhook, const Secret& shown_once) {
    Json json = encode(webhook);
    json["secret"] = shown_once.reveal();
    return written(json);
}

std::string to_json(const Delivery& delivery) {
    return written({{"id", delivery.id.value()},
                    {"webhook_id", delivery.webhook_id.value()},
                    {"message_id", delivery.message_id},
                    {"event", encode(delivery.event)},
                    {"status", to_text(delivery.status)},
                    {"attempts", delivery.attempts},
                    {"next_attempt_at", encode(delivery.next_attempt_at)},
                    {"answer_status", delivery.answer_status ? Json(*delivery.answer_status) : Json(nullptr)},
                    {"error", absent_if_empty(delivery.error)},
                    {"finished_at", encode(delivery.finished_at)}});
}

}  // namespace carillon::api
