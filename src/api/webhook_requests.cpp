// SPDX-License-Identifier: MIT
#include "api/webhook_requests.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "api/event_kinds.hpp"
#include "api/json_fault.hpp"
#include "api/text.hpp"
#include "events/signature.hpp"
#include "http/guarded_web.hpp"

namespace carillon::api {
namespace {

using Json = nlohmann::json;
using Complaint = std::optional<FieldError>;

constexpr std::size_t longest_url = 2'000;

Error refusal(std::vector<FieldError> fields) {
    return Error{Errc::invalid, "Some members of the body are wrong.", std::move(fields)};
}

Result<Json> parse_object(std::string_view body) {
    if (auto fault = find_json_fault(body)) return *std::move(fault);
    auto json = Json::parse(body);
    if (!json.is_object())
        return Error{Errc::invalid, R"(The body must be a JSON object such as {"url": "https://…"}.)"};
    return json;
}

std::string find_host_fault(const http::Url& url, http::Guard guard) {
    boost::system::error_code is_a_name;
    const auto address = boost::asio::ip::make_address(url.host, is_a_name);
    if (is_a_name) return {};
    return http::find_address_fault({{address, url.port}}, guard);
}

Complaint take_url(const Json& value, http::Guard guard, WebhookWanted& wanted) {
    if (!value.is_string()) return FieldError{"/url", "url must be a string"};
    wanted.url = value.get<std::string>();
    if (wanted.url.size() > longest_url)
        return FieldError{"/url", "url must have no more than 2000 characters"};
    const auto url = http::parse_url(wanted.url);
    if (!url) return FieldError{"/url", "url " + url.error().message};
    std::string fault = http::find_url_fault(*url, guard);
    if (fault.empty()) fault = find_host_fault(*url, guard);
    if (!fault.empty()) return FieldError{"/url", "url cannot be told anything: " + fault};
    return std::nullopt;
}

Complaint take_kinds(const Json& value, WebhookWanted& wanted) {
    std::vector<std::string> words;
    const FieldError no_words{"/events", R"(events must be an array of words such as "call.ended")"};
    if (!value.is_array() || value.empty()) return no_words;
    for (const Json& word : value) {
        if (!word.is_string()) return no_words;
        words.push_back(word.get<std::string>());
    }
    auto kinds = read_kinds(words, "/events");
    if (!kinds) return kinds.error().fields.front();
    wanted.kinds = *std::move(kinds);
    return std::nullopt;
}

Complaint take_secret(const Json& value, Secret& secret) {
    if (!value.is_string() || !events::is_secret(value.get_ref<const std::string&>()))
        return FieldError{"/secret", "secret must be whsec_ and the base64 of 24 to 64 random bytes"};
    secret = Secret{value.get<std::string>()};
    return std::nullopt;
}

Complaint take_member(const std::string& name, const Json& value, http::Guard guard, WebhookWanted& wanted) {
    if (name == "url") return take_url(value, guard, wanted);
    if (name == "events") return take_kinds(value, wanted);
    if (name == "secret") return take_secret(value, wanted.secret);
    if (name != "campaign_id")
        return FieldError{
            "/" + shortened(name),
            shortened(name) + " is not a member of a webhook. Known: url, events, campaign_id, secret"};
    if (value.is_null()) return std::nullopt;
    if (!value.is_number_integer() || value.get<std::int64_t>() < 1)
        return FieldError{"/campaign_id", "campaign_id must be a campaign's id, or null for all"};
    wanted.campaign_id = CampaignId{value.get<std::int64_t>()};
    return std::nullopt;
}

}  // namespace

Result<WebhookWanted> read_webhook_wanted(std::string_view body, bool may_be_private) {
    const auto json = parse_object(body);
    if (!json) return json.error();
    const auto guard = may_be_private ? http::Guard::off : http::Guard::public_only;
    WebhookWanted wanted;
    std::vector<FieldError> wrong;
    for (const auto& [name, value] : json->items())
        if (auto complaint = take_member(name, value, guard, wanted)) wrong.push_back(*std::move(complaint));
    if (!json->contains("url")) wrong.push_back({"/url", "url is missing: where shall events be sent?"});
    if (!wrong.empty()) return refusal(std::move(wrong));
    return wanted;
}

Result<Secret> read_secret_wanted(std::string_view body) {
    if (trimmed(body).empty()) return Secret{};
    const auto json = parse_object(body);
    if (!json) return json.error();
    Secret secret;
    std::vector<FieldError> wrong;
    for (const auto& [name, value] : json->items()) {
        auto complaint = name == "secret" ? take_secret(value, secret)
                                          : FieldError{"/" + shortened(name), "only secret is known here"};
        if (complaint) wrong.push_back(*std::move(complaint));
    }
    if (!wrong.empty()) return refusal(std::move(wrong));
    return secret;
}

}  // namespace carillon::api
