// SPDX-License-Identifier: MIT
#include "cli/webhook_probe.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/process.hpp"
#include "support/temp_directory.hpp"

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

/// Against the real server, which was started with 127.0.0.1 in its own STATUS_CALLBACK_URL.
TEST(WebhookProbe, FindsTheRunningServerAndTheUrlThatItDoesNotExpect) {
    const test::TempDirectory folder;
    const std::string token = "token-that-nobody-sees";
    test::Process server{{CARILLON_BINARY, "serve"},
                         {{"TWILIO_ACCOUNT_SID", "AC0123456789abcdef0123456789abcdef"},
                          {"TWILIO_AUTH_TOKEN", token},
                          {"TWILIO_API_BASE_URL", "http://127.0.0.1:9"},
                          {"PORT", "0"},
                          {"CARILLON_DB", (folder / "campaigns.db").string()}},
                         (folder / "errors").string()};
    const std::string line = server.read_line();
    const std::string port = line.substr(line.rfind(':'));

    Config config;
    config.twilio.auth_token = Secret{token};
    config.status_callback_url = "http://127.0.0.1" + port + "/twilio-status";
    EXPECT_TRUE(probe_webhook(config).is_well) << probe_webhook(config).sentence;
    config.status_callback_url = "http://localhost" + port + "/twilio-status";
    EXPECT_THAT(probe_webhook(config).sentence, HasSubstr("its host is another"));
    config.status_callback_url = "http://127.0.0.1" + port + "/twilio-status";
    config.twilio.auth_token = Secret{"another token"};
    EXPECT_THAT(probe_webhook(config).sentence, HasSubstr("has another TWILIO_AUTH_TOKEN"));
}

}  // namespace
}  // namespace carillon::cli
