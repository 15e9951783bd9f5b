// SPDX-License-Identifier: MIT
#include "simulator/intake.hpp"

#include <cmath>
#include <utility>

#include "simulator/answers.hpp"
#include "simulator/call_resource.hpp"
#include "simulator/magic_numbers.hpp"
#include "simulator/webhook_rules.hpp"

namespace carillon::simulator {

using namespace std::chrono_literals;

namespace {

/// A 201 that waits for the first callback waits no longer, whatever becomes of the callback.
constexpr auto longest_hold = 10s;

/// The caller's own mark on the call, by which a test finds it again.
std::string token_in(std::string_view status_callback) {
    const auto url = without_fragment(status_callback);
    const auto query = url.find('?');
    if (query == std::string_view::npos) return {};
    const auto params = twilio::decode_form(url.substr(query + 1));
    return std::string{twilio::find_value(params, "call").value_or("")};
}

std::string text_of(const twilio::Form& form, std::string_view name) {
    return std::string{twilio::find_value(form, name).value_or("")};
}

ScriptRequest script_request(const NewCall& asked, std::uint64_t sequence) {
    ScriptRequest request;
    request.number = asked.to;
    request.sequence = sequence;
    request.timeout = asked.timeout;
    request.time_limit = asked.time_limit;
    request.machine_detection = asked.detection.mode;
    request.detection_timeout = asked.detection.timeout;
    return request;
}

CallScript script_for(const ScriptRequest& request, const FakeTwilioConfig& config) {
    Behaviour behaviour{config.profile, config.faults};
    if (config.magic_endings) behaviour = behaviour_of(request.number, request.sequence, behaviour);
    return write_script(request, behaviour.profile, behaviour.faults, config.seed);
}

}  // namespace

Intake::Intake(const FakeTwilioConfig& config,
               Clock& clock,
               Ledger& ledger,
               Identifiers& identifiers,
               CallBook& book,
               Switchboard& switchboard,
               std::shared_ptr<Courier> courier)
    : config_(config),
      clock_(clock),
      ledger_(ledger),
      identifiers_(identifiers),
      book_(book),
      switchboard_(switchboard),
      courier_(std::move(courier)) {}

boost::asio::awaitable<http::Response> Intake::create(twilio::Form form) {
    auto checked = check_create_form(form, config_.from_numbers);
    if (const auto* refusal = std::get_if<Refusal>(&checked)) co_return refuse(*refusal, form);
    auto& accepted = std::get<AcceptedForm>(checked);

    const auto request = script_request(accepted.call, book_.count_request(accepted.call.to));
    auto script = script_for(request, config_);
    if (script.admission != Admission::accept) co_return spoil(script, request, accepted.call);
    if (switchboard_.is_full()) {
        const Refusal refusal{400, 22005, "The account's queue of calls is full"};
        co_return refuse(refusal, form);
    }

    auto call = accept(std::move(accepted), std::move(script));
    auto body = call_json(*call, config_.account_sid);
    switchboard_.put(call);
    co_return co_await reply(std::move(call), std::move(body));
}

http::Response Intake::refuse(const Refusal& refusal, const twilio::Form& form) {
    ledger_.refused(
        refusal, text_of(form, "To"), text_of(form, "From"), token_in(text_of(form, "StatusCallback")));
    return answer_refusal(refusal);
}

/// A fault on the way in: there is no call, and the caller may or may not be able to know it.
http::Response Intake::spoil(const CallScript& script, const ScriptRequest& request, const NewCall& asked) {
    const auto token = token_in(asked.status_callback);
    if (script.admission == Admission::hang_up) {
        ledger_.request_fault("reset_before_accept", request, token);
        return hang_up();
    }
    if (script.admission == Admission::error) {
        ledger_.request_fault("error_5xx_before", request, token);
        return answer_error();
    }
    ledger_.request_fault("throttle_429", request, token);
    const Refusal refusal{429, 20429, "Too Many Requests"};
    ledger_.refused(refusal, asked.to, asked.from, token);
    auto response = answer_refusal(refusal);
    const auto retry_after = std::llround(std::ceil(config_.faults.retry_after_seconds));
    if (retry_after > 0) response.headers.emplace_back("Retry-After", std::to_string(retry_after));
    return response;
}

CallPtr Intake::accept(AcceptedForm form, CallScript script) {
    const auto call = std::make_shared<SimulatedCall>();
    call->sid = identifiers_.sid("CA");
    call->asked = std::move(form.call);
    call->script = std::move(script);
    call->token = token_in(call->asked.status_callback);
    call->created_at = call->updated_at = call->listed_from = clock_.now();
    call->queue_time = switchboard_.queue_time();
    book_.add(call);

    ledger_.request(*call);
    for (const auto& warning : form.warnings) ledger_.warning(warning, *call);
    if (call->script.lags_in_lists) {
        call->listed_from += std::chrono::ceil<Milliseconds>(real_seconds(config_.faults.list_lag_seconds));
        ledger_.fault("list_lag", *call);
    }
    return call;
}

boost::asio::awaitable<http::Response> Intake::reply(CallPtr call, std::string body) {
    switch (call->script.reply) {
        case Reply::created:
            break;
        case Reply::hang_up:
            ledger_.fault("drop_response", *call);
            co_return hang_up();
        case Reply::error:
            ledger_.fault("error_5xx_after", *call);
            co_return answer_error();
        case Reply::truncated:
            ledger_.fault("truncate_body", *call);
            co_return answer_half(201, body);
        case Reply::slow:
            ledger_.fault("slow_answer", *call);
            co_await clock_.sleep_until(clock_.tick() + real_seconds(config_.faults.slow_answer_seconds));
            break;
        case Reply::held:
            ledger_.fault("callback_early", *call);
            co_await courier_->first_delivery(call->sid, clock_.tick() + longest_hold);
            break;
    }
    co_return answer_json(201, std::move(body));
}

}  // namespace carillon::simulator
