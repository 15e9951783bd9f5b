// SPDX-License-Identifier: MIT
// Status events as callbacks, by webhook and when asked for.
#include "twilio/status_callback.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace carillon::twilio {
namespace {

using Json = nlohmann::json;

constexpr Instant received = Instant{Milliseconds{1'795'336'561'000}};

NewCallback read(const Form& fields) {
    auto callback = read_callback(fields, CallToken{"token"}, received);
    EXPECT_TRUE(callback.has_value());
    return callback.value_or(NewCallback{});
}

const Form busy{
    {"CallSid", "CA0123456789abcdef0123456789abcdef"},
    {"CallStatus", "busy"},
    {"CallDuration", "0"},
    {"Duration", "0"},
    {"From", "+15017122661"},
    {"To", "+15558675310"},
    {"Direction", "outbound-api"},
    {"SequenceNumber", "2"},
    {"SipResponseCode", "486"},
    {"ToCity", ""},
};

TEST(StatusCallback, SaysWhatTheFormSays) {
    const NewCallback callback = read(busy);

    EXPECT_EQ(callback.token, CallToken{"token"});
    EXPECT_EQ(callback.call_sid, CallSid{"CA0123456789abcdef0123456789abcdef"});
    EXPECT_EQ(callback.twilio_status, "busy");
    EXPECT_EQ(callback.sequence_number, 2);
    EXPECT_EQ(callback.from_number, "+15017122661");
    EXPECT_EQ(callback.to_number, "+15558675310");
    EXPECT_EQ(callback.direction, "outbound-api");
    EXPECT_EQ(callback.duration_seconds, 0);
    EXPECT_EQ(callback.sip_response_code, 486);
    EXPECT_EQ(callback.error_code, std::nullopt);
    EXPECT_EQ(callback.source, CallbackSource::webhook);
    EXPECT_EQ(callback.received_at, received);
}

TEST(StatusCallback, MetadataIsTheGuidesObjectByteForByte) {
    const NewCallback callback = read({{"CallSid", "CA1234567890abcdef"},
                                       {"CallStatus", "failed"},
                                       {"ErrorMessage", "Caller is invalid"},
                                       {"ErrorCode", "31205"},
                                       {"Direction", "outbound-api"},
                                       {"To", "+15559876543"},
                                       {"From", "+15551234567"},
                                       {"CallDuration", "45"}});

    EXPECT_EQ(callback.metadata,
              R"({"duration":45,"from":"+15551234567","to":"+15559876543","direction":"outbound-api",)"
              R"("errorCode":"31205","errorMessage":"Caller is invalid"})");
    EXPECT_EQ(callback.error_code, 31205);
    EXPECT_EQ(callback.error_message, "Caller is invalid");
}

TEST(StatusCallback, MetadataKeepsMoreThanTheGuideAndNothingEmpty) {
    Form fields = busy;
    fields.emplace_back("AnsweredBy", "machine_start");
    fields.emplace_back("RecordingUrl", "https://api.example/RE1");
    fields.emplace_back("ErrorCode", "");

    EXPECT_EQ(Json::parse(read(fields).metadata),
              Json::parse(R"({"duration": 0, "from": "+15017122661", "to": "+15558675310",
                              "direction": "outbound-api", "sipResponseCode": "486", "answeredBy": "machine_start",
                              "billedMinutes": "0", "recordingUrl": "https://api.example/RE1"})"));
}

TEST(StatusCallback, DurationIsSecondsAndNeverTheBilledMinutes) {
    const NewCallback both =
        read({{"CallSid", "CA1"}, {"CallStatus", "completed"}, {"Duration", "1"}, {"CallDuration", "49"}});
    const NewCallback minutes = read({{"CallSid", "CA1"}, {"CallStatus", "completed"}, {"Duration", "1"}});

    EXPECT_EQ(both.duration_seconds, 49);
    EXPECT_EQ(minutes.duration_seconds, std::nullopt);
    EXPECT_EQ(minutes.metadata, R"({"billedMinutes":"1"})");
}

TEST(StatusCallback, NumbersThatAreNoneAreLeftOut) {
    const NewCallback callback = read({{"CallSid", "CA1"},
                                       {"CallStatus", "completed"},
                                       {"CallDuration", "4x"},
                                       {"SequenceNumber", "-1"},
                                       {"SipResponseCode", "99999999999999999999"}});

    EXPECT_EQ(callback.duration_seconds, std::nullopt);
    EXPECT_EQ(callback.sequence_number, std::nullopt);
    EXPECT_EQ(callback.sip_response_code, std::nullopt);
    EXPECT_FALSE(Json::parse(callback.metadata).contains("duration"));
}

TEST(StatusCallback, FieldsKeepEverythingAsReceived) {
    const NewCallback callback = read({{"CallSid", "CA1"},
                                       {"Tag", "zeta"},
                                       {"CallStatus", "ringing"},
                                       {"Tag", "alpha"},
                                       {"Tag", "zeta"},
                                       {"NeverHeardOf", "1"},
                                       {"ToCity", ""}});

    EXPECT_EQ(callback.fields,
              R"({"CallSid":"CA1","CallStatus":"ringing","NeverHeardOf":"1","Tag":["zeta","alpha","zeta"]})");
    EXPECT_EQ(callback.shared_fields, R"({"ToCity":""})");
}

TEST(StatusCallback, FieldsAreWrittenAsJsonWhateverStandsInThem) {
    const NewCallback callback = read({{"CallSid", "CA1"}, {"CallStatus", "a\"b\\c\nd\x01é"}, {"N\"", ""}});

    EXPECT_EQ(callback.fields,
              "{\"CallSid\":\"CA1\",\"CallStatus\":\"a\\\"b\\\\c\\nd\\u0001é\",\"N\\\"\":\"\"}");
}

TEST(StatusCallback, FieldsThatManyCallbacksHaveAlikeStandApart) {
    const auto of = [](const char* status, const char* number) {
        return read({{"CallSid", "CA1"},
                     {"AccountSid", "AC1"},
                     {"From", "+15017122661"},
                     {"To", "+15558675310"},
                     {"CallStatus", status},
                     {"SequenceNumber", number},
                     {"Timestamp", "Mon, 23 Nov 2026 12:00:00 +0000"}});
    };

    EXPECT_EQ(of("ringing", "1").shared_fields, of("completed", "3").shared_fields);
    EXPECT_EQ(of("ringing", "1").shared_fields, R"({"AccountSid":"AC1","From":"+15017122661"})");
    EXPECT_EQ(Json::parse(of("ringing", "1").fields).at("To"), "+15558675310");
}

TEST(StatusCallback, FieldsOfAGetDoNotKeepTheToken) {
    const NewCallback callback =
        read({{"call", "secret token"}, {"CallSid", "CA1"}, {"CallStatus", "ringing"}});

    EXPECT_EQ(callback.fields, R"({"CallSid":"CA1","CallStatus":"ringing"})");
}

TEST(StatusCallback, WithoutSidOrStatusIsNone) {
    const Form without_sid{{"CallStatus", "ringing"}};
    const Form without_status{{"CallSid", "CA1"}};
    const Form with_empty_sid{{"CallSid", ""}, {"CallStatus", "ringing"}};
    const Form with_empty_status{{"CallSid", "CA1"}, {"CallStatus", ""}};

    for (const Form& form : {without_sid, without_status, with_empty_sid, with_empty_status, Form{}})
        EXPECT_FALSE(read_callback(form, CallToken{}, received));
}

TEST(StatusCallback, KeepsAWordThatNobodyKnows) {
    EXPECT_EQ(read({{"CallSid", "CA1"}, {"CallStatus", "teleported"}}).twilio_status, "teleported");
}

TEST(StatusCallback, IsValidUtf8WhateverCame) {
    const NewCallback callback = read({{"CallSid", "CA1"}, {"CallStatus", "failed"}, {"From", "\xFF\xC3"}});

    EXPECT_EQ(callback.from_number, "\xEF\xBF\xBD\xEF\xBF\xBD");
    EXPECT_EQ(Json::parse(callback.metadata).at("from"), callback.from_number);
    EXPECT_EQ(Json::parse(callback.shared_fields).at("From"), callback.from_number);
}

TEST(PolledCallback, SaysWhatTheCallSays) {
    CarrierCall call;
    call.sid = CallSid{"CA1"};
    call.status = "completed";
    call.from = "+15017122661";
    call.to = "+15558675310";
    call.direction = "outbound-api";
    call.answered_by = "human";
    call.duration_seconds = 15;
    call.raw = R"({"sid":"CA1"})";

    const NewCallback callback = polled_callback(call, received);

    EXPECT_EQ(callback.source, CallbackSource::poll);
    EXPECT_TRUE(callback.token.empty());
    EXPECT_EQ(callback.call_sid, call.sid);
    EXPECT_EQ(callback.twilio_status, "completed");
    EXPECT_EQ(callback.duration_seconds, 15);
    EXPECT_EQ(callback.answered_by, "human");
    EXPECT_EQ(callback.from_number, "+15017122661");
    EXPECT_EQ(callback.to_number, "+15558675310");
    EXPECT_EQ(callback.fields, call.raw);
    EXPECT_EQ(callback.received_at, received);
    EXPECT_EQ(callback.metadata,
              R"({"duration":15,"from":"+15017122661","to":"+15558675310","direction":"outbound-api",)"
              R"("answeredBy":"human"})");
}

TEST(PolledCallback, LeavesOutWhatIsNotKnownYet) {
    CarrierCall call;
    call.sid = CallSid{"CA1"};
    call.status = "queued";

    const NewCallback callback = polled_callback(call, received);

    EXPECT_EQ(callback.metadata, "{}");
    EXPECT_EQ(callback.duration_seconds, std::nullopt);
}

Callback as_stored(const NewCallback& callback) {
    Callback stored;
    stored.call_sid = callback.call_sid;
    stored.twilio_status = callback.twilio_status;
    stored.sequence_number = callback.sequence_number;
    Json fields = Json::parse(callback.fields);
    fields.update(Json::parse(callback.shared_fields));
    stored.fields = fields.dump();
    stored.source = callback.source;
    stored.received_at = callback.received_at;
    return stored;
}

void expect_same(const NewCallback& again, const NewCallback& first) {
    EXPECT_EQ(again.call_sid, first.call_sid);
    EXPECT_EQ(again.twilio_status, first.twilio_status);
    EXPECT_EQ(again.sequence_number, first.sequence_number);
    EXPECT_EQ(again.duration_seconds, first.duration_seconds);
    EXPECT_EQ(again.error_code, first.error_code);
    EXPECT_EQ(again.error_message, first.error_message);
    EXPECT_EQ(again.answered_by, first.answered_by);
    EXPECT_EQ(again.sip_response_code, first.sip_response_code);
    EXPECT_EQ(again.source, first.source);
    EXPECT_EQ(again.received_at, first.received_at);
}

TEST(StoredCallback, OfAFormSaysWhatItSaidWhenItCame) {
    Form fields = busy;
    fields.emplace_back("ErrorCode", "31205");
    fields.emplace_back("ErrorMessage", "Invalid");
    fields.emplace_back("AnsweredBy", "human");
    fields.emplace_back("AnsweredBy", "fax");  // the first of a repeated field counts, then as now
    const NewCallback first = read(fields);

    expect_same(stored_callback(as_stored(first)), first);
}

TEST(Verdict, IsReadFromItsOwnForm) {
    const Form fields{
        {"CallSid", "CA1"}, {"AnsweredBy", "machine_end_beep"}, {"MachineDetectionDuration", "9120"}};
    const auto verdict = read_verdict(fields, CallToken{"42"}, received);
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->twilio_status, "amd:machine_end_beep");
    EXPECT_EQ(verdict->answered_by, "machine_end_beep");
    EXPECT_EQ(verdict->token, CallToken{"42"});
    EXPECT_FALSE(verdict->sequence_number);
    EXPECT_EQ(verdict->metadata, R"({"answeredBy":"machine_end_beep","machineDetectionDuration":"9120"})");
    expect_same(stored_callback(as_stored(*verdict)), *verdict);

    EXPECT_FALSE(read_verdict({{"CallSid", "CA1"}, {"AnsweredBy", ""}}, {}, received));
    EXPECT_FALSE(read_verdict({{"AnsweredBy", "human"}}, {}, received));
}

TEST(StoredCallback, OfAPollSaysWhatItSaidWhenItCame) {
    CarrierCall call;
    call.sid = CallSid{"CA0123456789abcdef0123456789abcdef"};
    call.status = "completed";
    call.duration_seconds = 15;
    call.answered_by = "human";
    call.raw = R"({"sid":"CA0123456789abcdef0123456789abcdef","status":"completed","duration":"15",)"
               R"("answered_by":"human"})";
    const NewCallback first = polled_callback(call, received);

    expect_same(stored_callback(as_stored(first)), first);
}

TEST(StoredCallback, WithoutFieldsSaysWhatItsColumnsSay) {
    NewCallback first;
    first.call_sid = CallSid{"CA1"};
    first.twilio_status = "ringing";
    first.sequence_number = 1;

    expect_same(stored_callback(as_stored(first)), first);
}

}  // namespace
}  // namespace carillon::twilio
