// SPDX-License-Identifier: MIT
// What stands before every handler: routes, access, health, and the shape of a refusal.
#include <gmock/gmock.h>

#include "api/running_api.hpp"

namespace carillon::test {
namespace {

using testing::HasSubstr;

Config with_key() {
    Config config = test_config();
    config.api_key = Secret{"the api key"};
    return config;
}

TEST(Front, AnswersUnknownPathsAndWrongMethodsWithProblems) {
    RunningApi api;

    const RawAnswer unknown = api.get("/v1/campaings");
    const RawAnswer wrong_method = api.remove("/v1/campaigns");

    EXPECT_EQ(unknown.status, 404);
    EXPECT_EQ(unknown.header("Content-Type"), "application/problem+json");
    EXPECT_THAT(unknown.body, HasSubstr("There is nothing at /v1/campaings"));
    EXPECT_EQ(wrong_method.status, 405);
    EXPECT_EQ(wrong_method.header("Allow"), "POST, GET, HEAD");
    EXPECT_EQ(Json::parse(wrong_method.body)["status"], 405);
}

TEST(Front, AnswersWhatIsNoRequestWithAProblem) {
    RunningApi api;
    RawPeer peer{api.port()};
    peer.send("GET /healthz HTTP/1.1\r\n\r\n");

    const RawAnswer answer = peer.receive();

    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
}

TEST(Front, WithoutAKeyIsClosedToATunnel) {
    RunningApi api;
    RawPeer peer{api.port()};
    peer.send("GET /v1/campaigns HTTP/1.1\r\nHost: abc.ngrok-free.app\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n");
    const RawAnswer refused = peer.receive();
    peer.send("GET /healthz HTTP/1.1\r\nHost: abc.ngrok-free.app\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n");

    EXPECT_EQ(refused.status, 403);
    EXPECT_THAT(refused.body, HasSubstr("Without an API key"));
    EXPECT_EQ(peer.receive().status, 200);
}

TEST(Front, AsksForTheKeyThatIsConfigured) {
    RunningApi api{with_key()};

    const RawAnswer refused = api.get("/v1/campaigns");
    const RawAnswer dial = api.post("/dial", "application/json", R"({"to": "+15559876543"})");
    const RawAnswer let_in =
        api.request("GET", "/v1/campaigns", "", "", "Authorization: Bearer the api key\r\n");

    EXPECT_EQ(refused.status, 401);
    EXPECT_EQ(refused.header("WWW-Authenticate"), "Bearer");
    EXPECT_EQ(dial.status, 401);
    EXPECT_EQ(let_in.status, 200);
}

TEST(Front, SaysThatItLives) {
    RunningApi api;

    const RawAnswer answer = api.get("/healthz");

    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, R"({"status":"ok"})");
}

TEST(Front, SaysWhetherItIsReadyAndWhatIsNot) {
    RunningApi ready;
    RunningApi without_carrier;
    without_carrier.on_loop(
        [&] { without_carrier.carrier.trouble = "Twilio answers 401: wrong credentials"; });

    const RawAnswer good = ready.get("/readyz");
    const RawAnswer bad = without_carrier.get("/readyz");

    EXPECT_EQ(good.status, 200);
    EXPECT_EQ(
        good.body,
        R"({"status":"ready","checks":{"store":{"ok":true},"restore":{"ok":true},"carrier":{"ok":true},)"
        R"("webhooks":{"ok":true},"clock":{"ok":true}}})");
    EXPECT_EQ(bad.status, 503);
    EXPECT_EQ(Json::parse(bad.body)["checks"]["carrier"]["detail"], "Twilio answers 401: wrong credentials");
    EXPECT_EQ(Json::parse(bad.body)["checks"]["store"]["ok"], true);
}

}  // namespace
}  // namespace carillon::test
