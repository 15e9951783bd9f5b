// SPDX-License-Identifier: MIT
// The guide's second endpoint: verified, stored, and only then acknowledged.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include "api/running_api.hpp"
#include "percent_encoding.hpp"
#include "twilio/signature.hpp"

namespace carillon::test {
namespace {

using testing::HasSubstr;

constexpr const char* form_type = "application/x-www-form-urlencoded";
constexpr const char* empty_twiml = R"(<?xml version="1.0" encoding="UTF-8"?><Response></Response>)";
constexpr const char* sid = "CA00000000000000000000000000000001";

class TwilioStatus : public testing::Test {
protected:
    /// One call, accepted by the carrier; returns the target of its callbacks.
    std::string dial() {
        api_.post("/dial", "application/json", R"({"to": "+15559876543"})");
        const auto request = api_.on_loop([this] { return api_.carrier.placed.at(0).request; });
        return "/twilio-status?call=" + ScriptedCarrier::token_of(request).text();
    }
    std::string signature(std::string_view token, const std::string& target, const twilio::Form& params) {
        return "X-Twilio-Signature: " + twilio::sign(token, "https://calls.example.com" + target, params) +
               "\r\n";
    }
    RawAnswer post(const std::string& target,
                   const twilio::Form& params,
                   std::string_view token = "the auth token") {
        return api_.post(target, form_type, twilio::encode_form(params), signature(token, target, params));
    }
    Json call() { return Json::parse(api_.get(std::string{"/v1/calls/"} + sid).body); }

    const twilio::Form completed_{{"CallSid", sid},
                                  {"CallStatus", "completed"},
                                  {"CallDuration", "45"},
                                  {"From", "+15551234567"},
                                  {"To", "+15559876543"},
                                  {"Direction", "outbound-api"},
                                  {"SequenceNumber", "3"}};
    RunningApi api_;
};

TEST_F(TwilioStatus, AnswersTheGuidesTwimlAndKeepsWhatItWasTold) {
    const std::string target = dial();

    const RawAnswer answer = post(target, completed_);

    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Type"), "text/xml");
    EXPECT_EQ(answer.body, empty_twiml);
    const Json ended = call();
    EXPECT_EQ(ended["status"], "completed");
    EXPECT_EQ(ended["duration_seconds"], 45);
    EXPECT_EQ(ended["metadata"]["duration"], 45);
    EXPECT_EQ(ended["metadata"]["direction"], "outbound-api");
    ASSERT_EQ(ended["callbacks"].size(), 1U);
    EXPECT_EQ(ended["callbacks"][0]["fields"]["CallDuration"], "45");
}

TEST_F(TwilioStatus, TakesACallbackSentAsGet) {
    std::string target = dial();
    for (const auto& [name, value] : completed_) target += "&" + name + "=" + percent_encoded(value);

    const RawAnswer answer = api_.request("GET", target, "", "", signature("the auth token", target, {}));

    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, empty_twiml);
    EXPECT_EQ(call()["status"], "completed");
}

TEST_F(TwilioStatus, ACallbackForAnotherUrlTurnsReadyzRedUntilOneIsAccepted) {
    const std::string target = dial();
    const std::string elsewhere = "https://localhost" + target;
    const std::string header =
        "X-Twilio-Signature: " + twilio::sign("the auth token", elsewhere, completed_) + "\r\n";

    const RawAnswer refused = api_.post(target, form_type, twilio::encode_form(completed_), header);
    EXPECT_EQ(refused.status, 403);
    EXPECT_THAT(refused.body, HasSubstr("signed for https://localhost/twilio-status"));
    EXPECT_TRUE(call()["callbacks"].empty());
    const RawAnswer red = api_.get("/readyz");
    EXPECT_EQ(red.status, 503);
    EXPECT_THAT(Json::parse(red.body)["checks"]["webhooks"].dump(), HasSubstr("its host is another"));

    EXPECT_EQ(post(target, completed_).status, 200);
    const RawAnswer ready = api_.get("/readyz");
    EXPECT_EQ(ready.status, 200);
    EXPECT_THAT(Json::parse(ready.body)["checks"]["webhooks"]["detail"], HasSubstr("1 refused"));
}

TEST_F(TwilioStatus, AForgedCallbackLeavesReadyzGreen) {
    const std::string target = dial();
    EXPECT_EQ(post(target, completed_, "another token").status, 403);

    const RawAnswer ready = api_.get("/readyz");
    EXPECT_EQ(ready.status, 200);
    EXPECT_THAT(Json::parse(ready.body)["checks"]["webhooks"]["detail"], HasSubstr("TWILIO_AUTH_TOKEN"));
}

TEST_F(TwilioStatus, AProbeIsAnsweredAndKeptNowhere) {
    const twilio::Form probe{{"CarillonProbe", "a nonce"}};
    const RawAnswer answer = post("/twilio-status?call=probe", probe);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "a nonce");
    EXPECT_EQ(post("/twilio-status?call=probe", probe, "another token").status, 403);
    EXPECT_EQ(Json::parse(api_.get("/v1/calls").body)["items"].size(), 0U);
}

TEST_F(TwilioStatus, AForgedOrUnsignedCallbackWritesNothing) {
    const std::string target = dial();
    const twilio::Form busy{{"CallSid", sid}, {"CallStatus", "busy"}};

    const RawAnswer unsigned_one = api_.post(target, form_type, twilio::encode_form(completed_));
    const RawAnswer forged = post(target, completed_, "another token");
    const RawAnswer tampered = api_.post(
        target, form_type, twilio::encode_form(busy), signature("the auth token", target, completed_));

    for (const RawAnswer* answer : {&unsigned_one, &forged, &tampered}) EXPECT_EQ(answer->status, 403);
    EXPECT_THAT(unsigned_one.body, HasSubstr("no X-Twilio-Signature"));
    EXPECT_EQ(call()["state"], "accepted");
    EXPECT_TRUE(call()["callbacks"].empty());
}

TEST_F(TwilioStatus, AnIncompleteCallbackIsAcknowledgedAsInTheGuide) {
    for (const twilio::Form& params :
         {twilio::Form{{"CallSid", sid}}, twilio::Form{{"CallStatus", "completed"}}, twilio::Form{}}) {
        const RawAnswer answer = post("/twilio-status", params);
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, empty_twiml);
    }
}

TEST_F(TwilioStatus, ABodyThatIsTooLargeIsRefused) {
    EXPECT_EQ(post("/twilio-status", {{"CallSid", std::string(70'000, 'x')}}).status, 413);
}

TEST_F(TwilioStatus, IsNotAcknowledgedWhenItCouldNotBeStored) {
    const std::string target = dial();
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(api_.database().c_str(), &database), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(database, "ALTER TABLE callbacks RENAME TO gone", nullptr, nullptr, nullptr),
              SQLITE_OK);
    sqlite3_close(database);

    EXPECT_EQ(post(target, completed_).status, 503);
}

TEST(TwilioStatusConfigured, AcceptsTheOldTokenWhileItIsRotated) {
    Config config = test_config();
    config.twilio.previous_auth_token = Secret{"the old token"};
    RunningApi api{config};
    const twilio::Form params{{"CallSid", sid}, {"CallStatus", "ringing"}};
    const std::string header =
        "X-Twilio-Signature: " +
        twilio::sign("the old token", "https://calls.example.com/twilio-status", params) + "\r\n";

    EXPECT_EQ(api.post("/twilio-status", form_type, twilio::encode_form(params), header).status, 200);
}

TEST(TwilioStatusConfigured, AsksNoSignatureWhenItIsToldNotTo) {
    Config config = test_config();
    config.insecure_webhooks = true;
    RunningApi api{config};

    EXPECT_EQ(api.post("/twilio-status", form_type, "CallSid=CA1&CallStatus=ringing").body, empty_twiml);
}

TEST(TwilioStatusConfigured, ReachesThroughATunnel) {
    RunningApi api;
    RawPeer peer{api.port()};
    peer.send(
        "POST /twilio-status HTTP/1.1\r\nHost: abc.ngrok-free.app\r\nX-Forwarded-For: "
        "1.2.3.4\r\nContent-Length: 0\r\n\r\n");

    const RawAnswer answer = peer.receive();

    EXPECT_EQ(answer.status, 403);
    EXPECT_THAT(answer.body, HasSubstr("X-Twilio-Signature"))
        << "the signature's refusal and not that of a stranger";
}

}  // namespace
}  // namespace carillon::test
