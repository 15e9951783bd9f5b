// SPDX-License-Identifier: MIT
#include "twilio/client.hpp"

#include <algorithm>
#include <chrono>

#include "metrics.hpp"
#include "percent_encoding.hpp"
#include "twilio/answers.hpp"
#include "twilio/base64.hpp"
#include "twilio/call_resource.hpp"
#include "twilio/status.hpp"

namespace carillon::twilio {

namespace asio = boost::asio;

namespace {

http::Url base_of(const std::string& api_base_url) {
    http::Url base = http::parse_url(api_base_url).value();
    while (base.target.ends_with('/')) base.target.pop_back();
    return base;
}

Secret basic_authorization(const TwilioAccess& access) {
    const bool has_key = !access.api_key.empty();
    const std::string& user = has_key ? access.api_key : access.account_sid;
    const Secret& password = has_key ? access.api_secret : access.auth_token;
    return Secret{"Basic " + base64(user + ':' + password.reveal())};
}

/// Always asynchronous: until a synchronous verdict the person would hear silence.
void add_machine_detection(Form& form, const MachineDetection& detection, const std::string& callback_url) {
    const bool to_the_end = detection.mode == DetectionMode::detect_message_end;
    const auto add = [&form](const char* name, std::int64_t value) {
        form.emplace_back(name, std::to_string(value));
    };
    form.emplace_back("MachineDetection", to_the_end ? "DetectMessageEnd" : "Enable");
    add("MachineDetectionTimeout", detection.timeout_seconds);
    add("MachineDetectionSpeechThreshold", detection.speech_threshold_ms);
    add("MachineDetectionSpeechEndThreshold", detection.speech_end_threshold_ms);
    add("MachineDetectionSilenceTimeout", detection.silence_timeout_ms);
    form.emplace_back("AsyncAmd", "true");
    form.emplace_back("AsyncAmdStatusCallback", callback_url);
    form.emplace_back("AsyncAmdStatusCallbackMethod", "POST");
}

/// In the official client's order. What is empty is not sent: Twilio would take it for a value.
Form placing_form(const CallRequest& request) {
    Form form{{"To", request.to}, {"From", request.from}, {"StatusCallback", request.status_callback_url}};
    // One field per event: a joined value is accepted, and then most callbacks never come (warning 21626).
    for (const std::string& event : request.status_callback_events)
        form.emplace_back("StatusCallbackEvent", event);
    form.emplace_back("StatusCallbackMethod", request.status_callback_method);
    form.emplace_back("Timeout", std::to_string(request.timeout_seconds));
    if (!request.caller_id.empty()) form.emplace_back("CallerId", request.caller_id);
    if (request.machine_detection)
        add_machine_detection(form, *request.machine_detection, request.verdict_callback_url);
    form.emplace_back("TimeLimit", std::to_string(request.time_limit_seconds));
    form.emplace_back("Url", request.twiml_url);
    return form;
}

/// For the metrics.
const char* class_of(const http::Exchange& exchange) {
    if (std::holds_alternative<http::NotWritten>(exchange)) return "not_sent";
    const auto* answer = std::get_if<http::Answer>(&exchange);
    if (answer == nullptr) return "broken";
    if (answer->status == 429) return "throttled";
    if (answer->status >= 500) return "failed";
    return answer->status < 300 ? "ok" : "refused";
}

constexpr const char* page_size = "200";
constexpr std::size_t date_length = std::string_view{"2026-11-22"}.size();

/// One that breaks the request line would be a second request.
bool is_clean_target(std::string_view target) {
    return std::all_of(target.begin(), target.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace

Client::Client(http::Client& http, const TwilioAccess& access)
    : http_(http),
      base_(base_of(access.api_base_url)),
      account_target_(base_.target + "/2010-04-01/Accounts/" + percent_encoded(access.account_sid)),
      calls_target_(account_target_ + "/Calls"),
      // A standard API key may do everything but read the account: it is probed by what we need it for.
      probe_target_(access.api_key.empty() ? account_target_ + ".json" : calls_target_ + ".json?PageSize=1"),
      authorization_(basic_authorization(access)) {}

asio::awaitable<PlaceResult> Client::place(CallRequest request) {
    Form form = placing_form(request);
    const http::Exchange exchange = co_await post("place", calls_target_ + ".json", std::move(form));
    co_return place_result(exchange);
}

asio::awaitable<FetchResult> Client::fetch(CallSid sid) {
    const http::Exchange exchange = co_await get("fetch", call_target(sid));
    co_return fetch_result(exchange);
}

asio::awaitable<ListResult> Client::list(std::string to, std::string from) {
    constexpr int most_pages = 50;
    const Form filter{{"To", to}, {"From", from}, {"PageSize", page_size}};
    std::string target = list_target(filter);
    std::vector<CarrierCall> calls;
    for (int pages = 0; pages < most_pages; ++pages) {
        PageResult result = co_await get_page(std::move(target));
        if (auto* silence = std::get_if<NoAnswer>(&result)) co_return std::move(*silence);
        auto& page = std::get<CarrierPage>(result);
        std::move(page.calls.begin(), page.calls.end(), std::back_inserter(calls));
        if (page.next.empty()) co_return calls;
        target = std::move(page.next);
    }
    co_return NoAnswer{"Twilio's list of calls has more than " + std::to_string(most_pages) + " pages"};
}

asio::awaitable<PageResult> Client::list_started(Instant since, std::string page) {
    const Form filter{{"StartTime>", to_rfc3339(since).substr(0, date_length)}, {"PageSize", page_size}};
    return get_page(page.empty() ? list_target(filter) : std::move(page));
}

asio::awaitable<PageResult> Client::list_queued(std::string page) {
    const Form filter{{"Status", "queued"}, {"PageSize", page_size}};
    return get_page(page.empty() ? list_target(filter) : std::move(page));
}

/// `next` is a target on the configured host, so that it can be asked for as it is.
asio::awaitable<PageResult> Client::get_page(std::string target) {
    const http::Exchange exchange = co_await get("list", std::move(target));
    const auto* answer = std::get_if<http::Answer>(&exchange);
    if (answer == nullptr || answer->status != 200) co_return NoAnswer{trouble_in(exchange)};
    auto page = parse_call_page(answer->body);
    if (!page) co_return NoAnswer{"Twilio answered with an unreadable list of calls"};
    CarrierPage part{std::move(page->calls), target_of(page->next_page_uri)};
    if (part.next.empty() && !page->next_page_uri.empty())
        co_return NoAnswer{"the next page of Twilio's list of calls is on another host"};
    co_return part;
}

asio::awaitable<FetchResult> Client::cancel(CallSid sid) {
    return change(std::move(sid), "canceled");
}

/// First as if it were not picked up, then as if it were: the other way round would miss a call that is
/// answered between.
asio::awaitable<FetchResult> Client::hang_up(CallSid sid) {
    FetchResult result = co_await change(sid, "canceled");
    const auto* call = std::get_if<CarrierCall>(&result);
    const bool goes_on = call != nullptr && !is_over(call->status);
    if (goes_on) result = co_await change(std::move(sid), "completed");
    co_return result;
}

asio::awaitable<std::string> Client::probe() {
    const http::Exchange exchange = co_await get("probe", probe_target_);
    co_return probe_result(exchange);
}

asio::awaitable<FetchResult> Client::change(CallSid sid, std::string status) {
    Form form{{"Status", std::move(status)}};
    const http::Exchange exchange = co_await post("change", call_target(sid), std::move(form));
    if (is_too_late(exchange)) co_return co_await fetch(std::move(sid));
    co_return fetch_result(exchange);
}

asio::awaitable<http::Exchange> Client::get(const char* what, std::string target) {
    http::Outgoing request;
    request.method = "GET";
    return send(what, std::move(target), std::move(request));
}

asio::awaitable<http::Exchange> Client::post(const char* what, std::string target, Form form) {
    http::Outgoing request;
    request.method = "POST";
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    request.body = encode_form(form);
    return send(what, std::move(target), std::move(request));
}

asio::awaitable<http::Exchange> Client::send(const char* what, std::string target, http::Outgoing request) {
    request.headers.emplace_back("Accept", "application/json");
    request.headers.emplace_back("Accept-Charset", "utf-8");
    request.headers.emplace_back("User-Agent", "carillon/" CARILLON_VERSION);
    request.headers.emplace_back("Authorization", authorization_.reveal());
    http::Url url = base_;
    url.target = std::move(target);
    const auto began = std::chrono::steady_clock::now();
    auto sending = http_.send(std::move(url), std::move(request));
    auto exchange = co_await std::move(sending);
    metrics::carrier_answered(what, class_of(exchange), std::chrono::steady_clock::now() - began);
    co_return exchange;
}

std::string Client::list_target(const Form& filter) const {
    return calls_target_ + ".json?" + encode_form(filter);
}

std::string Client::call_target(const CallSid& sid) const {
    return calls_target_ + '/' + percent_encoded(sid.text()) + ".json";
}

std::string Client::target_of(std::string_view next_page_uri) const {
    if (next_page_uri.empty() || !is_clean_target(next_page_uri)) return {};
    const bool is_path = next_page_uri.starts_with('/') && !next_page_uri.starts_with("//");
    if (is_path) return base_.target + std::string{next_page_uri};
    const auto url = http::parse_url(next_page_uri);
    if (!url || url->tls != base_.tls || url->host != base_.host || url->port != base_.port) return {};
    return url->target;
}

}  // namespace carillon::twilio
