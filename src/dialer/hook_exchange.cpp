// SPDX-License-Identifier: MIT
#include "dialer/hook_exchange.hpp"

#include <nlohmann/json.hpp>

namespace carillon::dialer {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t longest_wait = 30 * 86'400;
constexpr std::size_t longest_reason = 200;

/// As much as people read, cut between two characters.
std::string shortened(std::string text) {
    for (char& c : text)
        if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
    if (text.size() <= longest_reason) return text;
    std::size_t end = longest_reason;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end) + "…";
}

HookFails unreadable(std::string what) {
    return {"the answer is unreadable: " + std::move(what)};
}

HookAnswer read_refusal(const Json& json) {
    HookRefuses refuses;
    const auto reason = json.find("reason");
    if (reason != json.end() && !reason->is_string()) return unreadable("reason is no string");
    refuses.reason = reason == json.end() ? "refused" : shortened(reason->get<std::string>());
    const auto wait = json.find("retry_after_seconds");
    if (wait == json.end() || wait->is_null()) return refuses;
    if (!wait->is_number_integer() || wait->get<std::int64_t>() < 1 ||
        wait->get<std::int64_t>() > longest_wait)
        return unreadable("retry_after_seconds is no whole number from 1 to 2592000");
    refuses.retry_after = Seconds{wait->get<std::int64_t>()};
    return refuses;
}

}  // namespace

WebRequest hook_question(const store::ClaimedCall& claimed) {
    const PreDialHook& hook = claimed.settings.pre_dial_hook.value();
    Json json{{"campaign_id", claimed.call.campaign_id ? claimed.call.campaign_id->value() : 0},
              {"phone", claimed.call.to_number},
              {"attempt", claimed.call.attempt},
              {"from_number", claimed.call.from_number}};
    if (claimed.contact) {
        json["contact_id"] = claimed.contact->id.value();
        json["name"] = claimed.contact->name;
        json["variables"] = Json::parse(claimed.contact->variables, nullptr, false);
    }
    WebRequest request;
    request.url = hook.url;
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    request.body = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    request.patience = Milliseconds{hook.timeout_ms};
    return request;
}

HookAnswer read_hook_answer(const WebResult& result) {
    if (const auto* none = std::get_if<NoWebAnswer>(&result)) return HookFails{none->reason};
    const auto& answer = std::get<WebAnswer>(result);
    if (answer.status != 200) return HookFails{"it answered " + std::to_string(answer.status)};
    const Json json = Json::parse(answer.body, nullptr, false);
    if (!json.is_object()) return unreadable("it is no JSON object");
    const auto allow = json.find("allow");
    if (allow == json.end() || !allow->is_boolean()) return unreadable("allow is neither true nor false");
    if (allow->get<bool>()) return HookAllows{};
    return read_refusal(json);
}

}  // namespace carillon::dialer
