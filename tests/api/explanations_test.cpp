// SPDX-License-Identifier: MIT
// "Why" over real HTTP: of contacts, of a campaign that is silent, of one that has not begun.
#include <gmock/gmock.h>

#include "api/running_api.hpp"

namespace carillon::test {
namespace {

using testing::HasSubstr;

class Explanations : public testing::Test {
protected:
    static Config with_prices() {
        Config config = test_config();
        config.limits.prices = PriceTable::parse("1=0.02").value();
        return config;
    }
    static Json body(const RawAnswer& answer) { return Json::parse(answer.body); }

    /// A campaign of three: one as it should be, one suppressed, one in Jamaica.
    std::string three_contacts(const Json& settings = Json::object()) {
        api_.post("/v1/suppressions", "application/json", R"([{"phone": "+15550000002"}])");
        const std::string path = api_.create_campaign(settings);
        api_.post(path + "/contacts",
                  "text/csv",
                  "phone,name\n+15550000001,Ada\n+15550000002,Bo\n+18765557890,Cy\n");
        return path;
    }
    std::string contact(const std::string& campaign, int i) {
        const Json all = body(api_.get(campaign + "/contacts"))["contacts"];
        return "/v1/contacts/" + std::to_string(all[static_cast<std::size_t>(i)]["id"].get<int>());
    }

    RunningApi api_{with_prices()};
};

TEST_F(Explanations, GiveTheWholeChainForAContact) {
    const std::string path = three_contacts();

    const RawAnswer answer = api_.get(contact(path, 0) + "/explain");

    EXPECT_EQ(answer.status, 200);
    const Json why = body(answer);
    EXPECT_EQ(why["stopped_by"], "campaign");
    EXPECT_EQ(why["next_call_at"], nullptr);
    EXPECT_EQ(why["summary"], "No call now: the campaign is draft.");
    ASSERT_EQ(why["rules"].size(), 13U);
    EXPECT_EQ(why["rules"][4], Json::parse(R"({"rule": "suppression", "verdict": "passed", "until": null,
                              "words": "the number is not suppressed"})"));
}

TEST_F(Explanations, NameTheRuleThatBlocks) {
    const std::string path = three_contacts();

    const Json suppressed = body(api_.get(contact(path, 1) + "/explain"));
    const Json foreign = body(api_.get(contact(path, 2) + "/explain"));

    EXPECT_EQ(suppressed["summary"], "No call: the contact is blocked (suppressed).");
    EXPECT_EQ(suppressed["rules"][4]["verdict"], "blocks");
    EXPECT_THAT(foreign["summary"].get<std::string>(), HasSubstr("country: JM"));
}

TEST_F(Explanations, SayWhyACampaignCallsNobody) {
    const std::string path = three_contacts({{"start_at", "2099-01-01T00:00:00Z"}});
    EXPECT_EQ(body(api_.get(path + "/explain"))["stopped_by"], "campaign");

    api_.post(path + "/start", "", "");

    const Json why = body(api_.get(path + "/explain"));
    EXPECT_EQ(why["stopped_by"], "campaign_time");
    EXPECT_EQ(why["next_call_at"], "2099-01-01T00:00:00.000Z");
    EXPECT_EQ(why["rules"][0]["rule"], "server");
}

TEST_F(Explanations, TellBeforeAStartWhatItWouldDo) {
    const std::string path = three_contacts(
        {{"twiml_url", "https://agent.example/{{city}}"}, {"max_attempts", 2}, {"time_limit_seconds", 300}});
    // Rows that cannot fill the URL are left out by an upload; a later URL finds contacts that cannot.
    const std::string other = three_contacts({{"max_attempts", 2}, {"time_limit_seconds", 300}});
    api_.patch(other, R"({"settings": {"twiml_url": "https://agent.example/{{city}}"}})");

    const RawAnswer answer = api_.post(other + "/preflight", "", "");

    EXPECT_EQ(answer.status, 200);
    const Json preflight = body(answer);
    EXPECT_EQ(preflight["may_start"], true);
    EXPECT_EQ(preflight["contacts"], Json::parse(R"({"now": 1, "later": 0, "never": 2})"));
    EXPECT_EQ(preflight["never_by_reason"]["suppressed"], 1);
    EXPECT_EQ(preflight["missing_variables"], Json::parse(R"({"city": 1})"));
    EXPECT_EQ(preflight["calls"], Json::parse(R"({"least": 1, "most": 2})"));
    EXPECT_EQ(preflight["cost"], Json::parse(R"({"least": "0.02", "most": "0.20"})"));
    EXPECT_EQ(preflight["without_price"], 0);
    EXPECT_EQ(body(api_.get(other))["status"], "draft");
}

TEST_F(Explanations, OfNothingAreA404) {
    EXPECT_EQ(api_.get("/v1/contacts/999/explain").status, 404);
    EXPECT_EQ(api_.get("/v1/campaigns/999/explain").status, 404);
    EXPECT_EQ(api_.post("/v1/campaigns/x/preflight", "", "").status, 404);
}

}  // namespace
}  // namespace carillon::test
