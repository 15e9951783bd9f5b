// SPDX-License-Identifier: MIT
#include "twilio/status_callback.hpp"

#include <algorithm>
#include <array>

#include "twilio/call_resource.hpp"
#include "twilio/callback_url.hpp"
#include "twilio/json.hpp"
#include "twilio/posted_fields.hpp"

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
std::string valid_utf8(std::string text) {
    const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    if (std::all_of(text.begin(), text.end(), is_ascii)) return text;
    return Json::parse(dumped(Json(text))).get<std::string>();
}

Form cleaned(Form fields) {
    std::erase_if(fields, [](const auto& field) { return field.first == token_parameter; });
    for (auto& [name, value] : fields) {
        name = valid_utf8(std::move(name));
        value = valid_utf8(std::move(value));
    }
    return fields;
}

std::string metadata_json(const PostedFields& fields) {
    std::string json = "{";
    const auto begin_member = [&json](std::string_view name) {
        if (json.size() > 1) json += ',';
        append_json(json, name);
        json += ':';
    };
    if (const auto seconds = whole_number(fields.find("CallDuration"))) {
        begin_member("duration");
        json += std::to_string(*seconds);
    }
    for (const Kept& kept : kept_fields) {
        const std::string_view value = fields.find(kept.field);
        if (value.empty()) continue;
        begin_member(kept.name);
        append_json(json, value);
    }
    return json += '}';
}

/// The form of which a callback's fields were made; the order of its names is lost, and does not matter.
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
std::optional<NewCallback> read_as(std::string_view word,
                                   const PostedFields& fields,
                                   CallToken token,
                                   Instant received_at) {
    NewCallback callback;
    callback.token = std::move(token);
    callback.call_sid = CallSid{std::string{fields.find("CallSid")}};
    callback.twilio_status = word;
    if (callback.call_sid.empty() || callback.twilio_status.empty()) return std::nullopt;

    callback.sequence_number = whole_number(fields.find("SequenceNumber"));
    callback.from_number = fields.find("From");
    callback.to_number = fields.find("To");
    callback.direction = fields.find("Direction");
    callback.duration_seconds = whole_number(fields.find("CallDuration"));
    callback.error_code = whole_number(fields.find("ErrorCode"));
    callback.error_message = fields.find("ErrorMessage");
    callback.answered_by = fields.find("AnsweredBy");
    callback.sip_response_code = whole_number(fields.find("SipResponseCode"));
    JsonParts parts = fields.to_json();
    callback.fields = std::move(parts.own);
    callback.shared_fields = std::move(parts.shared);
    callback.metadata = metadata_json(fields);
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

std::optional<NewCallback> read_callback(Form form, CallToken token, Instant received_at) {
    const Form clean = cleaned(std::move(form));
    const PostedFields fields{clean};
    return read_as(fields.find("CallStatus"), fields, std::move(token), received_at);
}

std::optional<NewCallback> read_verdict(Form form, CallToken token, Instant received_at) {
    const Form clean = cleaned(std::move(form));
    const PostedFields fields{clean};
    const std::string_view verdict = fields.find("AnsweredBy");
    if (verdict.empty()) return std::nullopt;
    return read_as(verdict_word(verdict), fields, std::move(token), received_at);
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
    callback.metadata = metadata_json(PostedFields{fields});
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
