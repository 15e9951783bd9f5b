// SPDX-License-Identifier: MIT
#include "twilio/answers.hpp"

#include <algorithm>
#include <array>

#include "phone_number.hpp"
#include "twilio/call_resource.hpp"
#include "twilio/errors.hpp"
#include "twilio/json.hpp"

namespace carillon::twilio {
namespace {

bool is_success(int status) {
    return status >= 200 && status < 300;
}

/// An answer without Twilio's error body comes from something in between, or from a server that is not
/// Twilio. These statuses by their definition (RFC 9110, 6585) refuse a request instead of acting on it, so
/// nothing was dialled. Not among them: 408 and 409, 302 and 303, and private ones (nginx's 499, load
/// balancers' 460), which can follow a request that was passed on.
bool refuses_unprocessed(int status) {
    constexpr std::array refusals{301, 307, 308, 400, 401, 402, 403, 404, 405, 406, 407,
                                  410, 411, 413, 414, 415, 417, 421, 426, 428, 431, 451};
    return std::find(refusals.begin(), refusals.end(), status) != refusals.end();
}

/// Twilio's support asks for this id; it says nothing of anybody.
std::string request_id(const http::Answer& answer) {
    const std::string_view id = answer.header("Twilio-Request-Id");
    return id.empty() ? std::string{} : " (Twilio-Request-Id " + std::string{id.substr(0, 64)} + ")";
}

std::string described(const http::Answer& answer) {
    std::string text = "Twilio answered HTTP " + std::to_string(answer.status);
    if (const auto error = parse_error_body(answer)) {
        if (error->code) text += ", error " + masked_numbers(std::to_string(*error->code));
        if (!error->message.empty()) text += ": " + masked_numbers(error->message);
    }
    return text + request_id(answer);
}

PlaceResult refused_without_body(const http::Answer& answer) {
    Refused refused;
    refused.scope = RefusalScope::account;
    refused.http_status = answer.status;
    refused.message = "HTTP " + std::to_string(answer.status) +
                      " without an error of Twilio's: check TWILIO_API_BASE_URL and what stands between" +
                      request_id(answer);
    return refused;
}

PlaceResult not_placed(const http::Answer& answer) {
    const auto error = parse_error_body(answer);
    const bool is_busy = answer.status == 429 || (error && is_capacity_error(*error));
    if (is_busy) return NotSent{described(answer), true, retry_after(answer)};
    if (!error)
        return refuses_unprocessed(answer.status) ? refused_without_body(answer) : Unknown{described(answer)};
    // Masked here, once: this sentence goes on to logs, rows and reports, and the call's row has the number.
    return Refused{
        scope_of(*error, answer.status), error->code, answer.status, masked_numbers(error->message)};
}

PlaceResult place_result(const http::Answer& answer) {
    if (is_success(answer.status)) {
        if (auto call = parse_call(answer.body)) return Accepted{std::move(*call)};
        return Unknown{described(answer) + " without a readable call"};
    }
    // Even with an error of Twilio's in it, a 5xx or a time-out (408) may come after the call was queued.
    const bool is_refusal = answer.status >= 400 && answer.status < 500 && answer.status != 408;
    if (is_refusal) return not_placed(answer);
    return refuses_unprocessed(answer.status) ? refused_without_body(answer) : Unknown{described(answer)};
}

}  // namespace

PlaceResult place_result(const http::Exchange& exchange) {
    if (const auto* answer = std::get_if<http::Answer>(&exchange)) return place_result(*answer);
    if (std::holds_alternative<http::NotWritten>(exchange))
        return NotSent{trouble_in(exchange), false, std::nullopt};
    return Unknown{trouble_in(exchange)};
}

FetchResult fetch_result(const http::Exchange& exchange) {
    const auto* answer = std::get_if<http::Answer>(&exchange);
    if (answer == nullptr) return NoAnswer{trouble_in(exchange)};
    if (answer->status == 404 && parse_error_body(*answer)) return NoSuchCall{};
    if (!is_success(answer->status)) return NoAnswer{trouble_in(exchange)};
    if (auto call = parse_call(answer->body)) return *std::move(call);
    return NoAnswer{described(*answer) + " without a readable call"};
}

bool is_too_late(const http::Exchange& exchange) {
    constexpr std::int64_t call_not_in_progress = 21220;
    const auto* answer = std::get_if<http::Answer>(&exchange);
    if (answer == nullptr || is_success(answer->status)) return false;
    const auto error = parse_error_body(*answer);
    return error && error->code == call_not_in_progress;
}

std::string trouble_in(const http::Exchange& exchange) {
    if (const auto* nothing = std::get_if<http::NotWritten>(&exchange))
        return "Twilio cannot be reached: " + nothing->reason;
    if (const auto* broken = std::get_if<http::Broken>(&exchange))
        return "Twilio's answer was lost: " + broken->reason;
    const auto& answer = std::get<http::Answer>(exchange);
    if (answer.status == 401)
        return "Twilio refuses the credentials (HTTP 401): check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, "
               "or "
               "TWILIO_API_KEY and TWILIO_API_SECRET" +
               request_id(answer);
    return described(answer);
}

std::string probe_result(const http::Exchange& exchange) {
    constexpr std::int64_t test_credentials = 20008;
    const auto* answer = std::get_if<http::Answer>(&exchange);
    if (answer == nullptr) return trouble_in(exchange);
    const auto error = parse_error_body(*answer);
    // They may place calls to Twilio's magic numbers, and read nothing.
    if (error && error->code == test_credentials) return {};
    if (answer->status == 404 || answer->status == 429) return {};
    if (!is_success(answer->status)) return trouble_in(exchange);

    const auto account = parse_object(answer->body);
    const std::string status = account ? text_at(*account, "status") : std::string{};
    return status == "suspended" || status == "closed" ? "the Twilio account is " + status : std::string{};
}

}  // namespace carillon::twilio
