// SPDX-License-Identifier: MIT
#include "simulator/create_form.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>

#include "http/client.hpp"
#include "phone_number.hpp"
#include "simulator/magic_numbers.hpp"

namespace carillon::simulator {
namespace {

using MaybeRefusal = std::optional<Refusal>;

constexpr std::array<std::string_view, 36> known_parameters{
    "ApplicationSid",
    "AsyncAmd",
    "AsyncAmdStatusCallback",
    "AsyncAmdStatusCallbackMethod",
    "Byoc",
    "CallReason",
    "CallToken",
    "CallerId",
    "ClientNotificationUrl",
    "FallbackMethod",
    "FallbackUrl",
    "From",
    "MachineDetection",
    "MachineDetectionSilenceTimeout",
    "MachineDetectionSpeechEndThreshold",
    "MachineDetectionSpeechThreshold",
    "MachineDetectionTimeout",
    "Method",
    "Record",
    "RecordingChannels",
    "RecordingStatusCallback",
    "RecordingStatusCallbackEvent",
    "RecordingStatusCallbackMethod",
    "RecordingTrack",
    "SendDigits",
    "SipAuthPassword",
    "SipAuthUsername",
    "StatusCallback",
    "StatusCallbackEvent",
    "StatusCallbackMethod",
    "TimeLimit",
    "Timeout",
    "To",
    "Trim",
    "Twiml",
    "Url",
};

constexpr std::array<std::string_view, 4> known_events{"initiated", "ringing", "answered", "completed"};

template <class List>
bool contains(const List& list, std::string_view wanted) {
    return std::find(list.begin(), list.end(), wanted) != list.end();
}

/// The first value with this name; a parameter sent empty counts as not sent.
std::string value_of(const Form& fields, std::string_view name) {
    for (const auto& [each, value] : fields)
        if (each == name) return value;
    return {};
}

Refusal refuse(int code, std::string message) {
    return Refusal{400, code, std::move(message)};
}

bool has_lost_its_plus(std::string_view number) {
    return number.starts_with(' ');
}

MaybeRefusal check_presence(const Form& fields) {
    const auto to = value_of(fields, "To");
    if (to.empty()) return refuse(21201, "No 'To' number is specified");
    if (has_lost_its_plus(to))
        return refuse(21201, "No 'To' number is specified: a '+' in a form must be sent as %2B");
    const auto from = value_of(fields, "From");
    if (from.empty()) return refuse(21213, "No 'From' number is specified");
    if (has_lost_its_plus(from))
        return refuse(21213, "No 'From' number is specified: a '+' in a form must be sent as %2B");
    for (const auto* name : {"Url", "Twiml", "ApplicationSid"})
        if (!value_of(fields, name).empty()) return std::nullopt;
    return refuse(21200, "One of 'Url', 'Twiml' and 'ApplicationSid' is required");
}

bool is_premium(std::string_view number) {
    const bool is_service = number.size() == 3 && number.ends_with("11");
    return is_service || (number.starts_with("+1900") && number.size() == 12);
}

/// Twilio takes ten digits for a number of the United States.
std::string normalize(const std::string& number) {
    const bool is_national = number.size() == 10 && std::all_of(number.begin(), number.end(), [](char c) {
                                 return c >= '0' && c <= '9';
                             });
    return is_national ? "+1" + number : number;
}

MaybeRefusal check_from(const std::string& from, const std::vector<std::string>& owned) {
    if (const auto code = refusal_of_test_from(from))
        return refuse(*code, "The source phone number provided, " + from + ", cannot make calls");
    if (!PhoneNumber::from_e164(from)) return refuse(21212, "Invalid From number (caller id): " + from);
    // Twilio's test number that passes all checks belongs to everybody.
    if (owned.empty() || from == "+15005550006" || contains(owned, from)) return std::nullopt;
    return refuse(21210,
                  "The source phone number provided, " + from + ", is not yet verified for your account");
}

MaybeRefusal check_to(const std::string& to, const std::string& from) {
    if (is_premium(to)) return refuse(21202, "The number " + to + " is a premium or service number");
    if (const auto code = refusal_of_test_to(to))
        return refuse(*code, "The phone number " + to + " cannot be called");
    if (!PhoneNumber::from_e164(to))
        return refuse(21211, "The phone number you are attempting to call, " + to + ", is not valid");
    if (to == from) return refuse(21211, "The phone number you are calling cannot be the one calling");
    return std::nullopt;
}

/// Loopback and private addresses pass, unlike at Twilio: this fake lives on them.
MaybeRefusal check_urls(const NewCall& call) {
    if (!call.url.empty() && !http::parse_url(call.url))
        return refuse(21205, "Url is not a valid absolute URL");
    if (call.status_callback.empty()) return std::nullopt;
    const auto url = http::parse_url(call.status_callback);
    if (!url || url->host.find('_') != std::string::npos)
        return refuse(21609, "Invalid 'StatusCallback' URL: " + call.status_callback);
    return std::nullopt;
}

MaybeRefusal check_methods(const Form& fields) {
    for (const auto* name :
         {"Method", "FallbackMethod", "StatusCallbackMethod", "AsyncAmdStatusCallbackMethod"}) {
        const auto method = value_of(fields, name);
        if (!method.empty() && method != "GET" && method != "POST")
            return refuse(21209, "Invalid " + std::string{name} + ": must be GET or POST");
    }
    return std::nullopt;
}

MaybeRefusal read_seconds(
    const std::string& text, Seconds low, Seconds high, Refusal refusal, Seconds& seconds) {
    if (text.empty()) return std::nullopt;
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || end != text.data() + text.size()) return refusal;
    if (count < low.count() || count > high.count()) return refusal;
    seconds = Seconds{count};
    return std::nullopt;
}

MaybeRefusal check_choices(const Form& fields, NewCall& call) {
    if (auto refusal = read_seconds(value_of(fields, "Timeout"),
                                    Seconds{0},
                                    Seconds{600},
                                    refuse(21208, "Invalid Timeout: must be 0 to 600 seconds"),
                                    call.timeout))
        return refusal;
    if (auto refusal = read_seconds(value_of(fields, "TimeLimit"),
                                    Seconds{1},
                                    Seconds{86'400},
                                    refuse(20001, "Invalid TimeLimit: must be 1 to 86400 seconds"),
                                    call.time_limit))
        return refusal;
    if (value_of(fields, "SendDigits").find_first_not_of("0123456789ABCD#*wW") != std::string::npos)
        return refuse(21206, "Invalid SendDigits");
    return read_detection(fields, call.detection);
}

void warn_of_unknown_parameters(const Form& fields, std::vector<Warning>& warnings) {
    for (const auto& [name, value] : fields)
        if (!contains(known_parameters, name)) warnings.emplace_back(20001, "Unknown parameter " + name);
}

/// One value that is no event (joined ones above all) and the caller is silently left with the default.
void read_events(const Form& fields, AcceptedForm& form) {
    std::set<std::string, std::less<>> events;
    bool all_known = true;
    for (const auto& [name, value] : fields) {
        if (name != "StatusCallbackEvent") continue;
        all_known = all_known && contains(known_events, value);
        if (!contains(known_events, value))
            form.warnings.emplace_back(21626, "Invalid StatusCallbackEvent '" + value + "'");
        events.insert(value);
    }
    if (!all_known || events.empty()) events = {"completed"};
    form.call.status_callback_events = std::move(events);
}

}  // namespace

std::variant<AcceptedForm, Refusal> check_create_form(const Form& fields,
                                                      const std::vector<std::string>& from_numbers) {
    if (auto refusal = check_presence(fields)) return *refusal;

    AcceptedForm form;
    NewCall& call = form.call;
    call.to = normalize(value_of(fields, "To"));
    call.from = normalize(value_of(fields, "From"));
    call.url = value_of(fields, "Url");
    call.caller_id = value_of(fields, "CallerId");
    call.status_callback = value_of(fields, "StatusCallback");
    if (value_of(fields, "StatusCallbackMethod") == "GET") call.status_callback_method = "GET";

    if (auto refusal = check_from(call.from, from_numbers)) return *refusal;
    if (auto refusal = check_to(call.to, call.from)) return *refusal;
    if (auto refusal = check_urls(call)) return *refusal;
    if (auto refusal = check_methods(fields)) return *refusal;
    if (auto refusal = check_choices(fields, call)) return *refusal;

    warn_of_unknown_parameters(fields, form.warnings);
    warn_of_untold_verdict(call.detection, form.warnings);
    read_events(fields, form);
    return form;
}

}  // namespace carillon::simulator
