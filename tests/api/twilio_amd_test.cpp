// SPDX-License-Identifier: MIT
// The verdicts of answering machine detection: verified, stored beside the call's status, and only then
// acknowledged.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include "api/running_api.hpp"
#include "twilio/signature.hpp"

namespace carillon::test {
namespace {

constexpr const char* form_type = "application/x-www-form-urlencoded";
constexpr const char* empty_twiml = R"(<?xml version="1.0" encoding="UTF-8"?><Response></Response>)";
constexpr const char* sid = "CA00000000000000000000000000000001";

class TwilioAmd : public testing::Test {
protected:
    /// One call, accepted by the carrier; returns the query that its callbacks carry.
    std::string dial() {
        api_.post("/dial", "application/json", R"({"to": "+15559876543"})");
        const auto request = api_.on_loop([this] { return api_.carrier.placed.at(0).request; });
        return "?call=" + ScriptedCarrier::token_of(request).text();
    }
    RawAnswer post(const std::string& target,
                   const twilio::Form& params,
                   std::string_view token = "the auth token") {
        const std::string signature =
            "X-Twilio-Signature: " + twilio::sign(token, "https://calls.example.com" + target, params) +
            "\r\n";
        return api_.post(target, form_type, twilio::encode_form(params), signature);
    }
    Json call() { return Json::parse(api_.get(std::string{"/v1/calls/"} + sid).body); }

    const twilio::Form machine_{{"CallSid", sid},
                                {"AccountSid", "AC1"},
                                {"AnsweredBy", "machine_start"},
                                {"MachineDetectionDuration", "4100"}};
    const twilio::Form completed_{{"CallSid", sid}, {"CallStatus", "completed"}, {"CallDuration", "9"}};
    RunningApi api_;
};

TEST_F(TwilioAmd, IsKeptBesideTheStatusAndMakesVoicemailOfTheEnd) {
    const std::string query = dial();

    const RawAnswer answer = post("/twilio-amd" + query, machine_);

    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, empty_twiml);
    Json shown = call();
    EXPECT_EQ(shown["state"], "accepted");
    EXPECT_EQ(shown["answered_by"], "machine_start");
    EXPECT_TRUE(shown["outcome"].is_null());
    EXPECT_EQ(shown["metadata"]["machineDetectionDuration"], "4100");
    ASSERT_EQ(shown["callbacks"].size(), 1U);
    EXPECT_EQ(shown["callbacks"][0]["twilio_status"], "amd:machine_start");
    EXPECT_EQ(shown["callbacks"][0]["fields"]["MachineDetectionDuration"], "4100");

    post("/twilio-status" + query, completed_);
    shown = call();
    EXPECT_EQ(shown["outcome"], "voicemail");
    EXPECT_EQ(shown["status"], "completed");
}

TEST_F(TwilioAmd, IsTakenAfterTheEndAndOnlyOnce) {
    const std::string query = dial();
    post("/twilio-status" + query, completed_);
    EXPECT_EQ(call()["outcome"], "completed");

    for (int time = 0; time < 2; ++time) EXPECT_EQ(post("/twilio-amd" + query, machine_).status, 200);

    EXPECT_EQ(call()["outcome"], "voicemail");
    EXPECT_EQ(call()["callbacks"].size(), 2U);
}

TEST_F(TwilioAmd, ASecondDifferentVerdictIsKeptAndChangesNothing) {
    const std::string query = dial();
    post("/twilio-amd" + query, machine_);
    EXPECT_EQ(post("/twilio-amd" + query, {{"CallSid", sid}, {"AnsweredBy", "human"}}).status, 200);

    EXPECT_EQ(call()["answered_by"], "machine_start");
    EXPECT_EQ(call()["callbacks"].size(), 2U);
}

TEST_F(TwilioAmd, AForgedVerdictWritesNothing) {
    const std::string target = "/twilio-amd" + dial();

    EXPECT_EQ(api_.post(target, form_type, twilio::encode_form(machine_)).status, 403);
    EXPECT_EQ(post(target, machine_, "another token").status, 403);
    // Signed for the other endpoint: a status callback's signature opens nothing here.
    const std::string other =
        "X-Twilio-Signature: " +
        twilio::sign(
            "the auth token", "https://calls.example.com/twilio-status" + target.substr(11), machine_) +
        "\r\n";
    EXPECT_EQ(api_.post(target, form_type, twilio::encode_form(machine_), other).status, 403);

    EXPECT_EQ(call()["answered_by"], nullptr);
    EXPECT_TRUE(call()["callbacks"].empty());
}

TEST_F(TwilioAmd, IsTakenAsGet) {
    const std::string target = "/twilio-amd" + dial() + "&CallSid=" + sid + "&AnsweredBy=fax";
    const std::string signature =
        "X-Twilio-Signature: " + twilio::sign("the auth token", "https://calls.example.com" + target, {}) +
        "\r\n";

    EXPECT_EQ(api_.request("GET", target, "", "", signature).status, 200);

    EXPECT_EQ(call()["answered_by"], "fax");
}

TEST_F(TwilioAmd, WithoutAVerdictIsAcknowledgedAndNotKept) {
    dial();
    EXPECT_EQ(post("/twilio-amd", {{"CallSid", sid}}).body, empty_twiml);
    EXPECT_EQ(post("/twilio-amd", {{"AnsweredBy", "human"}}).body, empty_twiml);
    EXPECT_TRUE(call()["callbacks"].empty());
}

TEST_F(TwilioAmd, IsNotAcknowledgedWhenItCouldNotBeStored) {
    const std::string target = "/twilio-amd" + dial();
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(api_.database().c_str(), &database), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(database, "ALTER TABLE callbacks RENAME TO gone", nullptr, nullptr, nullptr),
              SQLITE_OK);
    sqlite3_close(database);

    EXPECT_EQ(post(target, machine_).status, 503);
}

}  // namespace
}  // namespace carillon::test
