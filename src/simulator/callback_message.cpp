// SPDX-License-Identifier: MIT
#include "simulator/callback_message.hpp"

#include <algorithm>
#include <array>

#include "simulator/webhook_rules.hpp"
#include "twilio/signature.hpp"

namespace carillon::simulator {
namespace {

std::int64_t billed_minutes(Seconds talk) {
    return std::chrono::ceil<std::chrono::minutes>(talk).count();
}

/// Where a number is, of which the fake knows nothing: Twilio, too, most often sends these empty.
void add_places(twilio::Form& params) {
    for (const std::string side : {"From", "To", "Caller", "Called"})
        for (const auto* place : {"City", "State", "Zip", "Country"}) params.emplace_back(side + place, "");
}

void add_ending(twilio::Form& params, const SimulatedCall& call) {
    params.emplace_back("CallDuration", std::to_string(call.duration.count()));
    params.emplace_back("Duration", std::to_string(billed_minutes(call.duration)));
    const bool was_canceled = call.progress == Progress::canceled;
    params.emplace_back("SipResponseCode",
                        std::to_string(was_canceled ? 487 : call.script.sip_response_code));
    if (call.progress == Progress::completed && !call.answered_by.empty())
        params.emplace_back("AnsweredBy", call.answered_by);
}

}  // namespace

CallbackMessage write_callback(SimulatedCall& call,
                               Progress progress,
                               std::string_view account_sid,
                               Instant now) {
    CallbackMessage message;
    message.word = to_text(progress);
    const std::int64_t number = call.callbacks_numbered++;
    message.sequence_number = number;
    message.params = {
        {"CallSid", call.sid},
        {"AccountSid", std::string{account_sid}},
        {"From", call.asked.from},
        {"To", call.asked.to},
        {"Caller", call.asked.from},
        {"Called", call.asked.to},
        {"CallStatus", std::string{to_text(progress)}},
        {"ApiVersion", "2010-04-01"},
        {"Direction", "outbound-api"},
        {"Timestamp", to_rfc2822(now)},
        {"CallbackSource", "call-progress-events"},
        {"SequenceNumber", std::to_string(number)},
    };
    add_places(message.params);
    if (is_over(progress)) add_ending(message.params, call);
    return message;
}

CallbackMessage write_verdict(const SimulatedCall& call, std::string_view account_sid) {
    CallbackMessage message;
    message.word = "amd:" + call.answered_by;
    message.params = {{"CallSid", call.sid},
                      {"AccountSid", std::string{account_sid}},
                      {"AnsweredBy", call.answered_by},
                      {"MachineDetectionDuration", std::to_string(call.script.verdict_after.count())}};
    return message;
}

const std::string& url_of(const SimulatedCall& call, const CallbackMessage& message) {
    return message.sequence_number ? call.asked.status_callback : call.asked.detection.callback;
}

SignedRequest sign_callback(const SimulatedCall& call,
                            const CallbackMessage& message,
                            const Secret& auth_token) {
    std::string url{without_fragment(url_of(call, message))};
    SignedRequest signed_request;
    http::Outgoing& request = signed_request.request;
    request.method =
        message.sequence_number ? call.asked.status_callback_method : call.asked.detection.callback_method;
    if (request.method == "GET") {
        url += (url.find('?') == std::string::npos ? '?' : '&') + twilio::encode_form(message.params);
    } else {
        request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
        request.body = twilio::encode_form(message.params);
    }
    const auto signed_params = request.method == "GET" ? twilio::Form{} : message.params;
    request.headers.emplace_back("X-Twilio-Signature", twilio::sign(auth_token.reveal(), url, signed_params));
    request.headers.emplace_back("I-Twilio-Idempotency-Token", message.idempotency_token);
    request.headers.emplace_back("User-Agent", "TwilioProxy/1.1");
    request.headers.emplace_back("Accept", "*/*");
    signed_request.url = http::parse_url(url).value();
    return signed_request;
}

}  // namespace carillon::simulator
