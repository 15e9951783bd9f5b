// SPDX-License-Identifier: MIT
#include "cli/webhook_probe.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carillon::cli {
namespace {

using testing::HasSubstr;

ProbeVerdict judge(int status, std::string body, std::vector<http::Header> headers = {}) {
    http::Answer answer;
    answer.status = status;
    answer.body = std::move(body);
    answer.headers = std::move(headers);
    return judge_probe("nonce", answer);
}

TEST(WebhookProbe, IsWellOnlyWhenAServerOfOursGivesItBack) {
    EXPECT_TRUE(judge(200, "nonce").is_well);
    EXPECT_FALSE(judge(200, "<html>Visit site</html>").is_well);
    EXPECT_FALSE(judge(204, "").is_well);
    EXPECT_THAT(judge(200, "").sentence, HasSubstr("no Carillon"));
}

TEST(WebhookProbe, SaysWhatIsWrongOnTheWay) {
    EXPECT_THAT(judge(301, "", {{"Location", "https://www.example.com/twilio-status"}}).sentence,
                HasSubstr("https://www.example.com/twilio-status"));
    EXPECT_THAT(judge(401, "").sentence, HasSubstr("password"));
    EXPECT_THAT(judge(404, "").sentence, HasSubstr("/twilio-status"));
    EXPECT_THAT(judge(502, "").sentence, HasSubstr("does not reach the server"));
    EXPECT_THAT(judge(403, "<html>blocked</html>").sentence, HasSubstr("firewall"));
    EXPECT_THAT(judge_probe("nonce", http::NotWritten{"looking up x failed: Host not found"}).sentence,
                HasSubstr("Host not found"));
    EXPECT_THAT(judge_probe("nonce", http::Broken{"timed out", true}).sentence,
                HasSubstr("no whole answer comes: timed out"));
}

TEST(WebhookProbe, TellsAnotherUrlFromAnotherToken) {
    EXPECT_THAT(
        judge(403,
              R"({"detail": "The request is Twilio's, signed for https://a/b, but … its host is another."})")
            .sentence,
        HasSubstr("its host is another"));
    EXPECT_THAT(judge(403, R"({"detail": "The X-Twilio-Signature does not fit this request."})").sentence,
                HasSubstr("TWILIO_AUTH_TOKEN"));
}

TEST(WebhookProbe, AsksNothingWithoutAUrlOrAToken) {
    Config config;
    EXPECT_THAT(probe_webhook(config).sentence, HasSubstr("STATUS_CALLBACK_URL is not set"));
    config.status_callback_url = "https://calls.example.com/twilio-status";
    EXPECT_THAT(probe_webhook(config).sentence, HasSubstr("TWILIO_AUTH_TOKEN is not set"));
}

}  // namespace
}  // namespace carillon::cli
