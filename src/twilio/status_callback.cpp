// SPDX-License-Identifier: MIT
#include "twilio/status_callback.hpp"

#include <algorithm>
#include <array>

#include "twilio/call_resource.hpp"
#include "twilio/callback_url.hpp"
#include "twilio/json.hpp"

namespace carillon::twilio {
namespace {

struct Kept {
    const char* field;  ///< Twilio's name
    const char* name;   ///< ours, in the manner of the guide
};

/// Metadata in this order, where a field says something. The first five are the guide's. Everything else that
/// came is in the callback's fields, unshortened.
constexpr std::array kept_fields{
    Kept{"From", "from"},
    Kept{"To", "to"},
    Kept{"Direction", "direction"},
    Kept{"ErrorCode", "errorCode"},
    Kept{"ErrorMessage", "errorMessage"},
    Kept{"ErrorUrl", "errorUrl"},
    Kept{"SipResponseCode", "sipResponseCode"},
    Kept{"AnsweredBy", "answeredBy"},
    Kept{"MachineDetectionDuration", "machineDetectionDuration"},
    Kept{"Duration", "billedMinutes"},  // minutes! The seconds are CallDuration
    Kept{"QueueTime", "queueTime"},
    Kept{"RecordingUrl", "recordingUrl"},
    Kept{"RecordingSid", "recordingSid"},
    Kept{"RecordingDuration", "recordingDuration"},
    Kept{"ParentCallSid", "parentCallSid"},
    Kept{"ForwardedFrom", "forwardedFrom"},
    Kept{"CallerName", "callerName"},
    Kept{"StirVerstat", "stirVerstat"},
    Kept{"StirStatus", "stirStatus"},
    Kept{"ToCity", "toCity"},
    Kept{"ToState", "toState"},
    Kept{"ToZip", "toZip"},
    Kept{"ToCountry", "toCountry"},
};

/// Every later reader (SQL, JSON, people) may rely on UTF-8 from here on.
std::string valid_utf8(const std::string& text) {
    const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    if (std::all_of(text.begin(), text.end(), is_ascii)) return text;
    return Json::parse(dumped(Json(text))).get<std::string>();
}

Form cleaned(const Form& fields) {
    Form clean;
    for (const auto& [name, value] : fields)
        if (name != token_parameter) clean.emplace_back(valid_utf8(name), valid_utf8(value));
    return clean;
}

std::string text_of(const Form& fields, std::string_view name) {
    return std::string{find_value(fields, name).value_or("")};
}

std::string fields_json(const Form& fields) {
    // Sorted, not in order of arrival: finding a name among many thousands must not take time that grows with
    // each.
    auto json = nlohmann::json::object();
    for (const auto& [name, value] : fields) {
        const auto [earlier, is_first] = json.emplace(name, value);
        if (is_first) continue;
        if (!earlier->is_array()) *earlier = nlohmann::json::array({*earlier});
        earlier->push_back(value);
    }
    return dumped(json);
}

std::string metadata_json(const Form& fields) {
    Json json = Json::object();
    if (const auto seconds = whole_number(text_of(fields, "CallDuration"))) json["duration"] = *seconds;
    for (const Kept& kept : kept_fields) {
        const std::string value = text_of(fields, kept.field);
        if (!value.empty()) json[kept.name] = value;
    }
    return dumped(json);
}

/// The form that `fields_json` was made of; the order of its names is lost, and does not matter.
Form form_from(std::string_view fields) {
    Form form;
    const auto json = parse_object(fields);
    if (!json) return form;
    for (const auto& [name, value] : json->items())
        for (const auto& each : value.is_array() ? value : Json::array({value}))
            if (each.is_string()) form.emplace_back(name, each.get<std::string>());
    return form;
}

/// `word`: what the call stands at, or the verdict's. Empty when it or the SID is.
std::optional<NewCallback> read_as(std::string word,
                                   const Form& clean,
                                   CallToken token,
                                   Instant received_at) {
    NewCallback callback;
    callback.token = std::move(token);
    callback.call_sid = CallSid{text_of(clean, "CallSid")};
    callback.twilio_status = std::move(word);
    if (callback.call_sid.empty() || callback.twilio_status.empty()) return std::nullopt;

    callback.sequence_number = whole_number(text_of(clean, "SequenceNumber"));
    callback.from_number = text_of(clean, "From");
    callback.to_number = text_of(clean, "To");
    callback.direction = text_of(clean, "Direction");
    callback.duration_seconds = whole_number(text_of(clean, "CallDuration"));
    callback.error_code = whole_number(text_of(clean, "ErrorCode"));
    callback.error_message = text_of(clean, "ErrorMessage");
    callback.answered_by = text_of(clean, "AnsweredBy");
    callback.sip_response_code = whole_number(text_of(clean, "SipResponseCode"));
    callback.fields = fields_json(clean);
    callback.metadata = metadata_json(clean);
    callback.received_at = received_at;
    return callback;
}

/// All that its fields tell; none: they tell nothing beside what has columns of its own.
std::optional<NewCallback> from_fields(const Callback& stored) {
    if (stored.source == CallbackSource::webhook) {
        const auto read = is_verdict(stored.twilio_status) ? read_verdict : read_callback;
        return read(form_from(stored.fields), CallToken{}, stored.received_at);
    }
    const auto call = parse_call(stored.fields);
    return call ? std::optional{polled_callback(*call, stored.received_at)} : std::nullopt;
}

}  // namespace

std::optional<NewCallback> read_callback(const Form& fields, CallToken token, Instant received_at) {
    const Form clean = cleaned(fields);
    return read_as(text_of(clean, "CallStatus"), clean, std::move(token), received_at);
}

std::optional<NewCallback> read_verdict(const Form& fields, CallToken token, Instant received_at) {
    const Form clean = cleaned(fields);
    const std::string verdict = text_of(clean, "AnsweredBy");
    if (verdict.empty()) return std::nullopt;
    return read_as(verdict_word(verdict), clean, std::move(token), received_at);
}

NewCallback polled_callback(const CarrierCall& call, Instant received_at) {
    NewCallback callback;
    callback.call_sid = call.sid;
    callback.twilio_status = call.status;
    callback.from_number = call.from;
    callback.to_number = call.to;
    callback.direction = call.direction;
    callback.duration_seconds = call.duration_seconds;
    callback.answered_by = call.answered_by;
    callback.fields = call.raw;
    callback.source = CallbackSource::poll;
    callback.received_at = received_at;

    Form fields{{"From", call.from},
                {"To", call.to},
                {"Direction", call.direction},
                {"AnsweredBy", call.answered_by}};
    if (call.duration_seconds) fields.emplace_back("CallDuration", std::to_string(*call.duration_seconds));
    callback.metadata = metadata_json(fields);
    return callback;
}

NewCallback stored_callback(const Callback& stored) {
    NewCallback callback = from_fields(stored).value_or(NewCallback{});
    callback.call_sid = stored.call_sid;
    callback.twilio_status = stored.twilio_status;
    callback.sequence_number = stored.sequence_number;
    callback.source = stored.source;
    callback.received_at = stored.received_at;
    return callback;
}

}  // namespace carillon::twilio
