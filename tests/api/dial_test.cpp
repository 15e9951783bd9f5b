// SPDX-License-Identifier: MIT
// The guide's first endpoint: its answers to the byte.
#include <gmock/gmock.h>

#include "api/running_api.hpp"

namespace carillon::test {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

constexpr const char* json = "application/json";
constexpr const char* form = "application/x-www-form-urlencoded";

class Dial : public testing::Test {
protected:
    std::size_t placed() {
        return api_.on_loop([this] { return api_.carrier.placed.size(); });
    }
    void answer_every_call_with(PlaceResult result) {
        api_.on_loop(
            [&] { api_.carrier.answer = [result](const ScriptedCarrier::Placed&) { return result; }; });
    }

    RunningApi api_;
};

TEST_F(Dial, AnswersTheGuidesCurl) {
    const RawAnswer answer = api_.post("/dial", json, R"({"to": "+15559876543"})");

    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Type"), "application/json");
    EXPECT_EQ(answer.body, R"({"success":true,"callSid":"CA00000000000000000000000000000001"})");
    const CallRequest request = api_.on_loop([this] { return api_.carrier.placed.at(0).request; });
    EXPECT_EQ(request.to, "+15559876543");
    EXPECT_EQ(request.from, "+15551234567");
    EXPECT_EQ(request.twiml_url, "https://agent.example/twiml");
    EXPECT_THAT(request.status_callback_url, HasSubstr("https://calls.example.com/twilio-status?call="));
}

TEST_F(Dial, TakesAForm) {
    EXPECT_EQ(api_.post("/dial", form, "to=%2B15559876543").body,
              R"({"success":true,"callSid":"CA00000000000000000000000000000001"})");
}

TEST_F(Dial, WithoutANumberAnswersAsTheGuide) {
    for (const auto& [type, body] :
         std::vector<std::pair<const char*, const char*>>{{json, "{}"},
                                                          {json, R"({"to":""})"},
                                                          {json, R"({"to":15559876543})"},
                                                          {json, "[]"},
                                                          {json, ""},
                                                          {"", ""},
                                                          {form, "from=%2B1"},
                                                          {form, "to="}}) {
        const RawAnswer answer = api_.post("/dial", type, body);
        EXPECT_EQ(answer.status, 400) << body;
        EXPECT_EQ(answer.body, R"({"error":"Missing 'to' phone number"})") << body;
    }
    EXPECT_EQ(placed(), 0U);
}

TEST_F(Dial, TellsWhatTheCarrierSaidAsTheGuide) {
    Refused refused;
    refused.scope = RefusalScope::contact;
    refused.error_code = 21211;
    refused.message = "The 'To' number is not valid";
    answer_every_call_with(refused);

    const RawAnswer answer = api_.post("/dial", json, R"({"to": "+15559876543"})");

    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.body, R"({"success":false,"error":"The 'To' number is not valid"})");
}

TEST_F(Dial, DoesNotClaimSuccessWhenNobodyKnows) {
    answer_every_call_with(Unknown{"the connection broke"});

    const RawAnswer answer = api_.post("/dial", json, R"({"to": "+15559876543"})");

    EXPECT_EQ(answer.status, 500);
    EXPECT_THAT(answer.body, HasSubstr(R"({"success":false,"error":"the connection broke)"));
}

TEST_F(Dial, RefusesItselfInTheGuidesShape) {
    api_.post("/v1/suppressions", json, R"({"phone": "+15559870000"})");
    api_.post("/dial", json, R"({"to": "+15559871111"})");

    const RawAnswer malformed = api_.post("/dial", json, R"({"to": "call me"})");
    const RawAnswer suppressed = api_.post("/dial", json, R"({"to": "+15559870000"})");
    const RawAnswer open = api_.post("/dial", json, R"({"to": "+15559871111"})");
    const RawAnswer wrong_type = api_.post("/dial", "text/plain", "+15559876543");
    const RawAnswer broken = api_.post("/dial", json, R"({"to": )");

    EXPECT_EQ(malformed.status, 400);
    EXPECT_EQ(malformed.body, R"({"success":false,"error":"'to' is not a phone number"})");
    EXPECT_EQ(suppressed.status, 403);
    EXPECT_EQ(open.status, 409);
    EXPECT_EQ(wrong_type.status, 415);
    EXPECT_THAT(wrong_type.body, HasSubstr("Send application/json or application/x-www-form-urlencoded"));
    EXPECT_EQ(broken.status, 400);
    EXPECT_THAT(broken.body, HasSubstr("not valid JSON"));
    for (const RawAnswer* answer : {&malformed, &suppressed, &open, &wrong_type, &broken})
        EXPECT_THAT(answer->body, MatchesRegex(R"(\{"success":false,"error":".+"\})"));
    EXPECT_EQ(placed(), 1U);
}

TEST_F(Dial, PlacesOneCallForOneIdempotencyKey) {
    const char* key = "Idempotency-Key: order-17\r\n";

    const RawAnswer first = api_.post("/dial", json, R"({"to": "+15559876543"})", key);
    const RawAnswer again = api_.post("/dial", form, "to=%2B1+(555)+987-6543", key);
    const RawAnswer other = api_.post("/dial", json, R"({"to": "+15559870000"})", key);

    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(other.status, 422);
    EXPECT_EQ(placed(), 1U);
}

TEST_F(Dial, RecordsTheCall) {
    api_.post("/dial", json, R"({"to": "+15559876543"})");

    const Json call = Json::parse(api_.get("/v1/calls/CA00000000000000000000000000000001").body);

    EXPECT_EQ(call["campaign_id"], nullptr);
    EXPECT_EQ(call["to_number"], "+15559876543");
    EXPECT_EQ(call["state"], "accepted");
    EXPECT_EQ(call["status"], "pending");
}

}  // namespace
}  // namespace carillon::test
