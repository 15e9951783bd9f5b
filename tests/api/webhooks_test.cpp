// SPDX-License-Identifier: MIT
// Webhooks as who uses them sees them, with the courier behind them.
#include <chrono>
#include <future>

#include <gmock/gmock.h>

#include "api/running_api.hpp"
#include "events/signature.hpp"

namespace carillon::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* json = "application/json";

Config open_config() {
    Config config = test_config();
    config.allow_private_hooks = true;
    config.webhook_schedule = {Seconds{3'600}};
    return config;
}

class Webhooks : public testing::Test {
protected:
    Json create(Json wanted) {
        wanted.emplace("url", "http://127.0.0.1:9/events");
        const RawAnswer answer = api_.post("/v1/webhooks", json, wanted.dump());
        EXPECT_EQ(answer.status, 201) << answer.body;
        return Json::parse(answer.body);
    }
    std::string refusal(const Json& wanted) {
        const RawAnswer answer = api_.post("/v1/webhooks", json, wanted.dump());
        EXPECT_EQ(answer.status, 400) << answer.body;
        return answer.body;
    }
    Json read(const std::string& path) { return Json::parse(api_.get(path).body); }
    RawAnswer order(const std::string& path) { return api_.post(path, "", ""); }

    /// The endpoint answers so from now on. Each message is told to `wait_for_message`.
    void answer_with(int status) {
        api_.on_loop([this, status] {
            api_.web.answer = [this, status](const ScriptedWeb::Asked& asked) -> WebResult {
                messages_.set_value(asked.request);
                messages_ = {};
                next_ = messages_.get_future();
                return WebAnswer{status, "", ""};
            };
        });
    }
    /// Does `work`, which must make an event, and returns the message about it.
    template <class F>
    WebRequest message_of(F work) {
        auto coming = api_.on_loop([this] { return std::move(next_); });
        work();
        if (coming.wait_for(std::chrono::seconds{10}) != std::future_status::ready)
            throw std::runtime_error("nobody was told");
        return coming.get();
    }
    /// Until the delivery stands so; a recorded answer comes a moment after the message.
    Json wait_until(const std::string& list, const std::string& status) {
        for (int tries = 0; tries < 2'000; ++tries) {
            const Json found = read(list + "?status=" + status)["deliveries"];
            if (!found.empty()) return found[0];
        }
        throw std::runtime_error("no delivery became " + status);
    }
    static std::string header(const WebRequest& request, std::string_view name) {
        for (const auto& [each, value] : request.headers)
            if (each == name) return value;
        return {};
    }

    std::promise<WebRequest> messages_;
    std::future<WebRequest> next_ = messages_.get_future();
    RunningApi api_{open_config()};
};

TEST_F(Webhooks, ShowTheirSecretOnce) {
    const Json made = create({{"events", {"call.ended", "campaign.*"}}});

    EXPECT_TRUE(events::is_secret(made["secret"].get<std::string>()));
    EXPECT_EQ(made["events"].size(), 6U);
    EXPECT_EQ(made["enabled"], true);
    EXPECT_THAT(api_.get("/v1/webhooks/1").body, Not(HasSubstr("whsec_")));
    EXPECT_THAT(api_.get("/v1/webhooks").body, Not(HasSubstr("whsec_")));
    EXPECT_EQ(read("/v1/webhooks")["webhooks"][0]["url"], "http://127.0.0.1:9/events");
}

TEST_F(Webhooks, AreToldWithASignatureThatTheirSecretMade) {
    const Json made = create({{"events", {"campaign.started"}}});
    const std::string campaign = api_.create_campaign();
    answer_with(204);

    const WebRequest message = message_of([&] { order(campaign + "/start"); });

    EXPECT_EQ(message.url, "http://127.0.0.1:9/events");
    EXPECT_EQ(Json::parse(message.body)["type"], "campaign.started");
    EXPECT_EQ(header(message, "webhook-signature"),
              events::sign(Secret{made["secret"].get<std::string>()},
                           header(message, "webhook-id"),
                           header(message, "webhook-timestamp"),
                           message.body));
    const Json delivery = wait_until("/v1/webhooks/1/deliveries", "delivered");
    EXPECT_EQ(delivery["message_id"], header(message, "webhook-id"));
    EXPECT_EQ(delivery["attempts"], 1);
    EXPECT_EQ(delivery["event"]["type"], "campaign.started");
}

TEST_F(Webhooks, AreMadeOnceForOneIdempotencyKeyAndShowTheSameSecret) {
    const char* key = "Idempotency-Key: crm\r\n";
    const std::string wanted = R"({"url": "http://127.0.0.1:9/events"})";

    const RawAnswer first = api_.post("/v1/webhooks", json, wanted, key);
    const RawAnswer again = api_.post("/v1/webhooks", json, wanted, key);
    const RawAnswer other = api_.post("/v1/webhooks", json, R"({"url": "http://127.0.0.1:9/else"})", key);

    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(other.status, 422);
    EXPECT_EQ(read("/v1/webhooks")["webhooks"].size(), 1U);
    api_.remove("/v1/webhooks/1");
    EXPECT_EQ(api_.post("/v1/webhooks", json, wanted, key).status, 404);
}

TEST_F(Webhooks, ShowDeadLettersAndSendThemAgain) {
    create({});
    const std::string campaign = api_.create_campaign();
    answer_with(410);
    const WebRequest first = message_of([&] { order(campaign + "/start"); });
    const Json dead = wait_until("/v1/webhooks/1/deliveries", "dead");
    EXPECT_EQ(dead["answer_status"], 410);
    EXPECT_EQ(dead["error"], "it answered 410");
    EXPECT_EQ(read("/v1/webhooks/1")["enabled"], false);
    EXPECT_EQ(read("/v1/webhooks/1")["disabled_reason"], "it answered 410");

    answer_with(200);
    EXPECT_EQ(order("/v1/webhooks/1/enable").status, 200);
    const WebRequest second = message_of([&] { EXPECT_EQ(order("/v1/deliveries/1/resend").status, 200); });

    EXPECT_EQ(header(second, "webhook-id"), header(first, "webhook-id"));
    EXPECT_EQ(wait_until("/v1/webhooks/1/deliveries", "delivered")["id"], 1);
}

TEST_F(Webhooks, SignWithBothSecretsAfterARotation) {
    const Json made = create({});
    const std::string campaign = api_.create_campaign();
    const Json rotated = Json::parse(order("/v1/webhooks/1/rotate-secret").body);
    answer_with(200);

    const WebRequest message = message_of([&] { order(campaign + "/start"); });

    EXPECT_NE(rotated["secret"], made["secret"]);
    EXPECT_NE(rotated["old_secret_until"], nullptr);
    for (const Json& secret : {made["secret"], rotated["secret"]})
        EXPECT_THAT(header(message, "webhook-signature"),
                    HasSubstr(events::sign(Secret{secret.get<std::string>()},
                                           header(message, "webhook-id"),
                                           header(message, "webhook-timestamp"),
                                           message.body)));
}

TEST_F(Webhooks, KeepTheSecretThatTheyAreGiven) {
    const std::string secret = events::new_secret().reveal();
    EXPECT_EQ(create({{"secret", secret}})["secret"], secret);
    const RawAnswer rotated =
        api_.post("/v1/webhooks/1/rotate-secret", json, Json{{"secret", "hunter2"}}.dump());
    EXPECT_EQ(rotated.status, 400);
    EXPECT_THAT(rotated.body, HasSubstr("whsec_"));
    EXPECT_THAT(rotated.body, Not(HasSubstr("hunter2")));
}

TEST_F(Webhooks, AreDisabledAndDeleted) {
    create({});
    EXPECT_EQ(Json::parse(order("/v1/webhooks/1/disable").body)["enabled"], false);
    EXPECT_EQ(api_.remove("/v1/webhooks/1").status, 200);
    for (const char* path : {"/v1/webhooks/1", "/v1/webhooks/1/deliveries", "/v1/webhooks/x"})
        EXPECT_EQ(api_.get(path).status, 404) << path;
    for (const char* path : {"/v1/webhooks/1/enable",
                             "/v1/webhooks/1/disable",
                             "/v1/webhooks/1/rotate-secret",
                             "/v1/deliveries/1/resend"})
        EXPECT_EQ(order(path).status, 404) << path;
    EXPECT_EQ(api_.remove("/v1/webhooks/1").status, 404);
}

TEST_F(Webhooks, SayWhatIsWrongWithAWish) {
    EXPECT_THAT(refusal({{"events", {"call.ended"}}}), HasSubstr("url is missing"));
    EXPECT_THAT(refusal({{"url", "ftp://x"}}), HasSubstr("/url"));
    EXPECT_THAT(refusal({{"url", "https://user:pass@x.example/"}}), HasSubstr("user or password"));
    EXPECT_THAT(refusal({{"url", "https://x.example"}, {"events", {"call.started"}}}),
                HasSubstr("call.started is no kind of event. Known: *, call.ended"));
    EXPECT_THAT(refusal({{"url", "https://x.example"}, {"events", "call.ended"}}), HasSubstr("an array"));
    EXPECT_THAT(refusal({{"url", "https://x.example"}, {"secret", "hunter2"}}), HasSubstr("base64"));
    EXPECT_THAT(refusal({{"url", "https://x.example"}, {"kinds", {}}}), HasSubstr("kinds is not a member"));
    EXPECT_EQ(api_.post("/v1/webhooks", json, R"({"url": "https://x.example", "campaign_id": 99})").status,
              404);
    EXPECT_EQ(api_.post("/v1/webhooks", "text/plain", R"({"url": "https://x.example"})").status, 415);
    EXPECT_EQ(api_.get("/v1/webhooks?limit=3").status, 400);
    EXPECT_THAT(api_.get("/v1/webhooks/1/deliveries").body, HasSubstr("no webhook 1"));
}

TEST(WebhookUrls, MustBePublicAndEncrypted) {
    RunningApi api;
    for (const char* url : {"http://crm.example/",
                            "https://127.0.0.1/",
                            "https://10.1.2.3/",
                            "https://169.254.169.254/latest/meta-data",
                            "https://[::1]/",
                            "https://[::ffff:192.168.0.1]/"}) {
        const RawAnswer answer = api.post("/v1/webhooks", json, Json{{"url", url}}.dump());
        EXPECT_EQ(answer.status, 400) << url;
        EXPECT_THAT(answer.body, HasSubstr("cannot be told")) << url;
    }
    EXPECT_EQ(api.post("/v1/webhooks", json, R"({"url": "https://crm.example/"})").status, 201);
}

}  // namespace
}  // namespace carillon::test
