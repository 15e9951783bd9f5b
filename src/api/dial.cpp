// SPDX-License-Identifier: MIT
// POST /dial, the guide's endpoint: its answers are the guide's to the byte, so errors have the guide's shape
// and not that of problem documents.
#include <nlohmann/json.hpp>

#include "api/error_response.hpp"
#include "api/handlers.hpp"
#include "api/idempotency.hpp"
#include "api/media_type.hpp"
#include "api/requests.hpp"
#include "api/respond.hpp"
#include "numbering_plan.hpp"
#include "twilio/form.hpp"

namespace carillon::api {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t body_limit = 64 * 1024;

std::string written(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

http::Response no_number() {
    return json_response(400, R"({"error":"Missing 'to' phone number"})");
}

http::Response refusal(int status, const std::string& sentence) {
    return json_response(status, written({{"success", false}, {"error", sentence}}));
}

http::Response refusal(const Error& error) {
    return refusal(status_of(error.code), error.message);
}

/// The carrier's no, and not knowing, are 500 as in the guide; what we refuse ourselves tells the client what
/// to change.
int status_for(const dialer::DialRefused& refused) {
    if (refused.by_carrier || refused.code == Errc::unavailable) return 500;
    return status_of(refused.code);
}

http::Response answer(const dialer::DialResult& result) {
    if (const auto* refused = std::get_if<dialer::DialRefused>(&result))
        return refusal(status_for(*refused), refused->message);
    return json_response(
        200, written({{"success", true}, {"callSid", std::get<dialer::Dialed>(result).sid.text()}}));
}

/// The `to` of a JSON or form body; empty when there is none.
Result<std::string> find_to(const std::string& type, const std::string& body) {
    if (type == "application/json") return read_to(body);
    const auto form = twilio::decode_form(body);
    return std::string{twilio::find_value(form, "to").value_or("")};
}

}  // namespace

Answering dial(Incoming incoming) {
    const std::string_view content_type = incoming.request.header("Content-Type");
    const auto body = co_await http::read_all(incoming.body, body_limit);
    if (!body) co_return refusal(body.error());
    if (body->empty()) co_return no_number();

    const std::string type = media_type(content_type);
    if (type != "application/json" && type != "application/x-www-form-urlencoded")
        co_return refusal(
            415, unsupported_type(content_type, "application/json or application/x-www-form-urlencoded"));
    const auto to = find_to(type, *body);
    if (!to) co_return refusal(to.error());
    if (to->empty()) co_return no_number();
    const auto phone = normalize_phone_number(*to, incoming.rooms.config.default_settings().default_country);
    if (!phone) co_return refusal(400, "'to' " + phone.error().message);
    auto key = read_idempotency_key(incoming.request, phone->e164());
    if (!key) co_return refusal(key.error());

    const auto result = co_await incoming.rooms.dialer.dial(*phone, *std::move(key));
    if (const auto* dialed = std::get_if<dialer::Dialed>(&result))
        incoming.remark.subject = dialed->sid.text();

    co_return answer(result);
}

}  // namespace carillon::api
