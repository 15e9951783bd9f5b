// SPDX-License-Identifier: MIT
#include "pre_dial_hook_json.hpp"

#include "twiml_url.hpp"

namespace carillon {
namespace {

using Json = nlohmann::ordered_json;
using Complaint = std::optional<std::string>;

constexpr std::size_t longest_url = 2'000;

Complaint read_url(const Json& value, PreDialHook& hook) {
    if (!value.is_string()) return "url must be a string";
    const auto text = value.get<std::string>();
    const auto url = TwimlUrl::parse(text);
    if (!url) return "url " + url.error().message;
    if (text.size() > longest_url) return "url must have no more than 2000 characters";
    const auto authority = text.substr(0, text.find_first_of("/?#", text.find("://") + 3));
    if (authority.find('@') != std::string::npos) return "url must not hold a user or password";
    if (text.find("{{") != std::string::npos)
        return "url must hold no placeholder: the contact is told in the request's body";
    hook.url = text;
    return std::nullopt;
}

Complaint read_timeout(const Json& value, PreDialHook& hook) {
    if (!value.is_number_integer() || value.get<std::int64_t>() < 100 || value.get<std::int64_t>() > 10'000)
        return "timeout_ms must be a whole number from 100 to 10000";
    hook.timeout_ms = value.get<std::int64_t>();
    return std::nullopt;
}

Complaint read_on_failure(const Json& value, PreDialHook& hook) {
    if (value != "hold" && value != "call") return "on_failure must be hold or call";
    hook.on_failure = value == "call" ? PreDialHook::OnFailure::call : PreDialHook::OnFailure::hold;
    return std::nullopt;
}

Complaint read_member(const std::string& name, const Json& value, PreDialHook& hook) {
    if (name == "url") return read_url(value, hook);
    if (name == "timeout_ms") return read_timeout(value, hook);
    if (name == "on_failure") return read_on_failure(value, hook);
    return "has no \"" + name + "\": known are url, timeout_ms and on_failure";
}

}  // namespace

Json pre_dial_hook_to_json(const std::optional<PreDialHook>& hook) {
    if (!hook) return nullptr;
    return Json{{"url", hook->url},
                {"timeout_ms", hook->timeout_ms},
                {"on_failure", hook->on_failure == PreDialHook::OnFailure::call ? "call" : "hold"}};
}

Complaint read_pre_dial_hook(const Json& json, std::optional<PreDialHook>& hook) {
    if (json.is_null()) {
        hook.reset();
        return std::nullopt;
    }
    if (!json.is_object() || !json.contains("url")) return "must be an object with \"url\", or null";
    PreDialHook read;
    for (const auto& [name, value] : json.items())
        if (auto complaint = read_member(name, value, read)) return complaint;
    hook = std::move(read);
    return std::nullopt;
}

}  // namespace carillon
