// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "api/running_api.hpp"

namespace carillon::test {
namespace {

using testing::HasSubstr;

class Probe : public testing::Test {
protected:
    static Json body(const RawAnswer& answer) { return Json::parse(answer.body); }
    RawAnswer probe(const std::string& campaign) { return api_.post(campaign + "/probe-agent", "", ""); }
    void answer_with(WebResult result) {
        api_.on_loop([&] { api_.web.answer = [result](const auto&) { return result; }; });
    }

    RunningApi api_;
};

TEST_F(Probe, SaysThatTheAgentAnswers) {
    const std::string campaign = api_.create_campaign();
    answer_with(WebAnswer{200, "text/xml", "<Response><Say>hello</Say></Response>"});

    const RawAnswer answer = probe(campaign);

    EXPECT_EQ(answer.status, 200);
    const Json result = body(answer);
    EXPECT_EQ(result["ok"], true);
    EXPECT_EQ(result["status"], 200);
    EXPECT_EQ(result["content_type"], "text/xml");
    EXPECT_TRUE(result["milliseconds"].is_number_integer());
    EXPECT_EQ(result["problem"], nullptr);
    EXPECT_EQ(result.size(), 5U);
}

TEST_F(Probe, SaysWhatIsWrongAndHindersNoStart) {
    const std::string campaign = api_.create_campaign();
    answer_with(NoWebAnswer{"looking up agent.example failed"});

    const Json result = body(probe(campaign));

    EXPECT_EQ(result["ok"], false);
    EXPECT_EQ(result["status"], nullptr);
    EXPECT_EQ(result["content_type"], nullptr);
    EXPECT_EQ(result["problem"], "looking up agent.example failed");
    EXPECT_EQ(api_.post(campaign + "/start", "", "").status, 200);
}

TEST_F(Probe, WantsACampaignWithAUrl) {
    EXPECT_EQ(probe("/v1/campaigns/999").status, 404);
    const RawAnswer refused = probe(api_.create_campaign({{"twiml_url", ""}}));
    EXPECT_EQ(refused.status, 409);
    EXPECT_THAT(refused.body, HasSubstr("twiml_url is not set"));
}

class Hooks : public testing::Test {
protected:
    static Json settings(const std::string& url) { return {{"pre_dial_hook", {{"url", url}}}}; }
};

TEST_F(Hooks, AreHttpsUnlessTheServerWasToldOtherwise) {
    RunningApi api;
    const Json wanted{{"name", "x"}, {"settings", settings("http://hook.example/")}};
    const RawAnswer refused = api.post("/v1/campaigns", "application/json", wanted.dump());
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(Json::parse(refused.body)["errors"][0]["pointer"], "/settings/pre_dial_hook");
    EXPECT_THAT(refused.body, HasSubstr("must begin with https://"));

    const std::string campaign = api.create_campaign(settings("https://hook.example/"));
    EXPECT_EQ(api.patch(campaign, Json{{"settings", settings("http://hook.example/")}}.dump()).status, 400);
    EXPECT_EQ(Json::parse(api.get(campaign).body)["settings"]["pre_dial_hook"]["url"],
              "https://hook.example/");

    Config config = test_config();
    config.allow_private_hooks = true;
    RunningApi open{config};
    EXPECT_EQ(open.post("/v1/campaigns", "application/json", wanted.dump()).status, 201);
}

}  // namespace
}  // namespace carillon::test
