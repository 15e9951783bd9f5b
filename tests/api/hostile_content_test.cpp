// SPDX-License-Identifier: MIT
// What strangers wrote, on its whole way through the product: uploaded, called back, shown, exported.
#include <gmock/gmock.h>

#include "api/running_api.hpp"
#include "percent_encoding.hpp"
#include "twilio/signature.hpp"

namespace carillon::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// Markup, quotes, ends of lines, a terminal's colours, a change of direction.
constexpr const char* nasty = "<script>alert(1)</script>\"'\\\r\nSet-Cookie: a=b\x1B[31m\u202E\u2028";

class HostileContent : public testing::Test {
protected:
    RawAnswer upload(const std::string& type, const std::string& body) {
        return api_.post(campaign_ + "/contacts", type, body);
    }
    Json first_contact() { return Json::parse(api_.get(campaign_ + "/contacts").body).at("contacts").at(0); }

    RunningApi api_;
    std::string campaign_ = api_.create_campaign();
};

TEST_F(HostileContent, ComesBackAsItWasInJsonAndNowhereElse) {
    const Json row{{"phone", "+14155552671"}, {"name", nasty}, {"note", nasty}, {nasty, "x"}};
    ASSERT_EQ(upload("application/json", Json::array({row}).dump()).status, 200);

    const RawAnswer answer = api_.get(campaign_ + "/contacts");
    EXPECT_EQ(answer.header("Content-Type"), "application/json");
    EXPECT_EQ(answer.header("Set-Cookie"), "");
    EXPECT_EQ(first_contact()["name"], nasty);
    EXPECT_EQ(first_contact()["variables"]["note"], nasty);
    EXPECT_EQ(first_contact()["variables"][nasty], "x");
}

TEST_F(HostileContent, RunsInNoSpreadsheet) {
    const Json row{{"phone", "+14155552671"}, {"name", "=cmd|' /C calc'!A0"}, {"note", "x;=1+1"}};
    ASSERT_EQ(upload("application/json", Json::array({row}).dump()).status, 200);

    const std::string csv = api_.get(campaign_ + "/results.csv").body;
    EXPECT_THAT(csv, HasSubstr(",'=cmd|' /C calc'!A0,"));
    EXPECT_THAT(csv, AllOf(HasSubstr("x;'=1+1"), Not(HasSubstr(";=")), Not(HasSubstr(",="))));
}

TEST_F(HostileContent, ThatIsNoTextIsRefusedRowByRow) {
    const RawAnswer answer = upload("text/csv", "phone,name\n+14155552671,\xFF\xFE\n+14155552672,Ada\n");
    const Json report = Json::parse(answer.body);  // throws where it is no UTF-8
    EXPECT_EQ(report["accepted"], 1);
    EXPECT_EQ(report["errors"][0]["code"], "invalid_encoding");

    EXPECT_EQ(
        Json::parse(
            upload("application/json", "[{\"phone\":\"+14155552673\",\"name\":\"\xFF\"}]").body)["rejected"],
        1);
    EXPECT_EQ(api_.post("/v1/campaigns", "application/json", "{\"name\":\"\xFF\"}").status, 400);
}

TEST_F(HostileContent, NestsNoDeeperThanMayBe) {
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    for (const char* target : {"/v1/campaigns", "/v1/suppressions", "/v1/webhooks", "/v1/keys", "/dial"}) {
        const RawAnswer answer =
            api_.post(target, "application/json", "{\"name\":" + deep.substr(99'000, 2'000) + "}");
        EXPECT_EQ(answer.status, 400) << target << answer.body;
        EXPECT_THAT(answer.body, HasSubstr("deeper than 64")) << target;
    }
    EXPECT_EQ(
        Json::parse(
            upload("application/json", "[{\"a\":" + deep.substr(99'000, 2'000) + "}]").body)["rejected"],
        1);
    EXPECT_EQ(api_.get("/healthz").status, 200);
}

TEST_F(HostileContent, IsQuotedInProblemsAsJson) {
    for (const std::string target : {"/v1/%ff%3Cscript%3E%0d%0aX:%20y",
                                     "/v1/campaigns/%22%5C%e2%80%ae",
                                     "/v1/calls?limit=%ff%22%3Cb%3E",
                                     "/v1/calls?%ff=1"}) {
        const RawAnswer answer = api_.get(target);
        EXPECT_GE(answer.status, 400) << target;
        EXPECT_EQ(answer.header("Content-Type"), "application/problem+json") << target;
        EXPECT_EQ(answer.header("X"), "") << target;
        EXPECT_TRUE(Json::accept(answer.body)) << target << answer.body;
    }
}

TEST_F(HostileContent, OfACallbackIsStoredAsTextAndLoggedOnOneLine) {
    testing::internal::CaptureStderr();
    const twilio::Form form{{"CallSid", "CA00000000000000000000000000000001\nforged line"},
                            {"CallStatus", nasty},
                            {"From", "+14155552671"},
                            {"CallerName", "\xFF\xED\xA0\x80"}};
    const std::string signature =
        "X-Twilio-Signature: " +
        twilio::sign(
            api_.config.twilio.auth_token.reveal(), "https://calls.example.com/twilio-status", form) +
        "\r\n";
    const RawAnswer answer = api_.post(
        "/twilio-status", "application/x-www-form-urlencoded", twilio::encode_form(form), signature);
    const std::string log = testing::internal::GetCapturedStderr();

    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_THAT(log,
                AllOf(HasSubstr("callback"),
                      Not(HasSubstr("\nforged")),
                      Not(HasSubstr("\x1B")),
                      Not(HasSubstr("4155552671"))));
}

}  // namespace
}  // namespace carillon::test
