// SPDX-License-Identifier: MIT
// The integration guide's two endpoints, as the guide shows them.
#include "flow/product.hpp"

namespace carillon::test {

namespace {

constexpr const char* empty_twiml = R"(<?xml version="1.0" encoding="UTF-8"?><Response></Response>)";

class Guide : public Product {
protected:
    /// Places the guide's call and returns its SID. The fake's own callbacks are switched off: the test plays
    /// Twilio.
    std::string dial(const char* to) {
        const auto answer = post("/dial", {{"to", to}});
        EXPECT_EQ(answer.status, 200) << answer.body;
        return Json::parse(answer.body).value("callSid", "");
    }
    std::string column(const std::string& sid, const std::string& name) {
        return query("select " + name + " from calls where call_sid='" + sid + "'");
    }
};

}  // namespace

TEST_F(Guide, ItsCurlIsAnsweredAsTheGuideShows) {
    start_fake();
    start_server();
    const auto answer = request("POST", "/dial", R"({"to": "+15559876543"})");
    EXPECT_EQ(answer.status, 200);
    const auto sid = Json::parse(answer.body).at("callSid").get<std::string>();
    EXPECT_EQ(answer.body, R"({"success":true,"callSid":")" + sid + R"("})");
    EXPECT_EQ(ledger().calls.at(0).sid, sid);
}

TEST_F(Guide, AMissingNumberIsAnsweredAsTheGuideShows) {
    start_fake();
    start_server();
    const auto answer = request("POST", "/dial", "{}");
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.body, R"({"error":"Missing 'to' phone number"})");
}

TEST_F(Guide, ARefusalOfTheCarrierIsAnsweredAsTheGuideShows) {
    start_fake();
    start_server();
    const auto answer = post("/dial", {{"to", "+15005550001"}});  // Twilio's test number for an invalid one
    EXPECT_EQ(answer.status, 500);
    const auto body = Json::parse(answer.body);
    EXPECT_EQ(body.at("success"), false);
    EXPECT_FALSE(body.at("error").get<std::string>().empty());
    EXPECT_EQ(body.size(), 2U);
}

TEST_F(Guide, ItsStatusTableHoldsRowByRowInTheDatabase) {
    struct Row {
        const char* word;
        const char* status;
    };
    start_fake({"--callback-lost", "1"});
    start_server();
    int number = 5550100;
    for (const Row& row : {Row{"queued", "pending"},
                           Row{"initiated", "pending"},
                           Row{"ringing", "in_progress"},
                           Row{"in-progress", "in_progress"},
                           Row{"answered", "answered"},
                           Row{"completed", "completed"},
                           Row{"failed", "failed"},
                           Row{"busy", "busy"},
                           Row{"no-answer", "no_answer"},
                           Row{"canceled", "failed"}}) {
        const auto sid = dial(("+1415" + std::to_string(number++)).c_str());
        const auto answer = call_back("", {{"CallSid", sid}, {"CallStatus", row.word}});
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, empty_twiml);
        EXPECT_EQ(answer.header("content-type").substr(0, 8), "text/xml");
        EXPECT_EQ(column(sid, "status"), row.status) << row.word;
        EXPECT_EQ(column(sid, "twilio_status"), row.word);
    }
}

TEST_F(Guide, ItsMetadataIsPersisted) {
    start_fake({"--callback-lost", "1"});
    start_server();
    const auto sid = dial("+14155550100");
    call_back("",
              {{"CallSid", sid},
               {"CallStatus", "completed"},
               {"CallDuration", "45"},
               {"Duration", "1"},
               {"From", "+15551234567"},
               {"To", "+14155550100"},
               {"Direction", "outbound-api"},
               {"ErrorCode", "31205"},
               {"ErrorMessage", "Caller is invalid"}});
    const auto metadata = Json::parse(column(sid, "metadata"));
    EXPECT_EQ(metadata.at("duration"), 45);
    EXPECT_EQ(metadata.at("from"), "+15551234567");
    EXPECT_EQ(metadata.at("to"), "+14155550100");
    EXPECT_EQ(metadata.at("direction"), "outbound-api");
    EXPECT_EQ(metadata.at("errorCode"), "31205");
    EXPECT_EQ(metadata.at("errorMessage"), "Caller is invalid");
    EXPECT_EQ(column(sid, "duration_seconds"), "45");
}

TEST_F(Guide, AForgedCallbackChangesNothing) {
    start_fake({"--callback-lost", "1"});
    start_server();
    const auto sid = dial("+14155550100");
    const auto answer = request("POST",
                                "/twilio-status",
                                "CallSid=" + sid + "&CallStatus=completed",
                                "application/x-www-form-urlencoded");
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(column(sid, "status"), "pending");
    EXPECT_EQ(query("select count(*) from callbacks"), "0");
}

}  // namespace carillon::test
