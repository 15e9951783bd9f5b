// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "api/running_api.hpp"

namespace carillon::test {
namespace {

using testing::HasSubstr;

constexpr const char* json = "application/json";

class Campaigns : public testing::Test {
protected:
    static Json body(const RawAnswer& answer) { return Json::parse(answer.body); }

    RunningApi api_;
};

TEST_F(Campaigns, NeedOnlyAName) {
    const RawAnswer created = api_.post("/v1/campaigns", json, R"({"name": "Spring offer"})");

    EXPECT_EQ(created.status, 201);
    const Json campaign = body(created);
    EXPECT_EQ(created.header("Location"), "/v1/campaigns/" + std::to_string(campaign["id"].get<int>()));
    EXPECT_EQ(campaign["name"], "Spring offer");
    EXPECT_EQ(campaign["status"], "draft");
    EXPECT_EQ(campaign["reason"], nullptr);
    EXPECT_EQ(campaign["settings"]["from_number"], "+15551234567");
    EXPECT_EQ(campaign["settings"]["timeout_seconds"], 30);
    EXPECT_EQ(campaign["settings_version"], 1);
    EXPECT_THAT(campaign["created_at"].get<std::string>(), testing::ContainsRegex("^20[0-9-]+T[0-9:.]+Z$"));
    EXPECT_EQ(campaign["started_at"], nullptr);
    EXPECT_EQ(campaign["ended_at"], nullptr);
    EXPECT_EQ(
        campaign["counts"],
        Json::parse(
            R"({"total":0,"pending":0,"in_progress":0,"answered":0,"completed":0,"busy":0,"no_answer":0,)"
            R"("failed":0,"blocked":0,"canceled":0,"expired":0,"unresolved":0})"));
    EXPECT_EQ(api_.get(created.header("Location")).body, created.body);
}

TEST_F(Campaigns, ReportEveryWrongSettingByName) {
    const RawAnswer refused = api_.post(
        "/v1/campaigns",
        json,
        R"({"name": "x", "settings": {"timeout_seconds": 3, "timout": 30, "calls_per_second": 2}})");

    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.header("Content-Type"), "application/problem+json");
    const Json problem = body(refused);
    ASSERT_EQ(problem["errors"].size(), 2U);
    EXPECT_EQ(problem["errors"][0]["pointer"], "/settings/timeout_seconds");
    EXPECT_THAT(problem["errors"][0]["message"].get<std::string>(), HasSubstr("from 5 to 600"));
    EXPECT_EQ(problem["errors"][1]["pointer"], "/settings/timout");
}

TEST_F(Campaigns, SayWhatIsWrongWithABody) {
    EXPECT_EQ(body(api_.post("/v1/campaigns", json, "{}"))["errors"][0]["pointer"], "/name");
    EXPECT_THAT(api_.post("/v1/campaigns", json, "{\"name\": ").body, HasSubstr("byte 10"));
    const RawAnswer wrong_type = api_.post("/v1/campaigns", "text/plain", R"({"name": "x"})");
    EXPECT_EQ(wrong_type.status, 415);
    EXPECT_THAT(wrong_type.body, HasSubstr("Send application/json"));
    EXPECT_EQ(api_.post("/v1/campaigns", json, std::string(1024 * 1024 + 1, ' ')).status, 413);
}

TEST_F(Campaigns, CreateOneForOneIdempotencyKey) {
    const char* key = "Idempotency-Key: k1\r\n";

    const RawAnswer first = api_.post("/v1/campaigns", json, R"({"name": "x", "settings": {}})", key);
    const RawAnswer again = api_.post("/v1/campaigns", json, R"({"settings":{},"name":"x"})", key);
    const RawAnswer other = api_.post("/v1/campaigns", json, R"({"name": "y"})", key);

    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(body(again)["id"], body(first)["id"]);
    EXPECT_EQ(other.status, 422);
    EXPECT_EQ(body(api_.get("/v1/campaigns"))["campaigns"].size(), 1U);
}

TEST_F(Campaigns, AreChangedOnlyAsTheyWereReadIfTheRequestSaysSo) {
    const std::string path = api_.create_campaign();
    const auto change = [&](const std::string& if_match, const char* name) {
        return api_.request(
            "PATCH", path, json, Json{{"name", name}}.dump(), "If-Match: " + if_match + "\r\n");
    };
    const std::string read = api_.get(path).header("ETag");

    const RawAnswer mine = change(read, "mine");
    const RawAnswer late = change(read, "too late");
    const RawAnswer weak = change("W/" + mine.header("ETag"), "weak");
    const RawAnswer any = change("*", "any");
    const RawAnswer listed = change("\"nothing\", " + any.header("ETag"), "listed");

    EXPECT_EQ(mine.status, 200);
    EXPECT_EQ(late.status, 412);
    EXPECT_THAT(late.body, HasSubstr("they are \\" + mine.header("ETag").substr(0, 2) + "\\\" now"));
    EXPECT_EQ(weak.status, 412);
    EXPECT_EQ(any.status, 200);
    EXPECT_EQ(listed.status, 200);
    EXPECT_EQ(body(api_.get(path))["name"], "listed");
    EXPECT_EQ(api_.get(path).header("ETag"), listed.header("ETag"));
}

TEST_F(Campaigns, AreLinkedPageByPage) {
    for (int i = 0; i < 5; ++i) api_.create_campaign();

    const RawAnswer first = api_.get("/v1/campaigns?status=draft&limit=2");
    const RawAnswer second = api_.get("/v1/campaigns?status=draft&limit=2&cursor=campaigns-2");
    const RawAnswer last = api_.get("/v1/campaigns?status=draft&limit=2&cursor=campaigns-4");

    EXPECT_EQ(first.header("Link"), "</v1/campaigns?status=draft&limit=2&cursor=campaigns-2>; rel=\"next\"");
    EXPECT_EQ(second.header("Link"), "</v1/campaigns?status=draft&limit=2&cursor=campaigns-4>; rel=\"next\"");
    EXPECT_EQ(last.header("Link"), "");
}

TEST_F(Campaigns, ChangeNameAndSettings) {
    const std::string path = api_.create_campaign({{"max_attempts", 2}});

    const RawAnswer changed = api_.patch(path, R"({"name": "Renamed", "settings": {"calls_per_second": 5}})");
    const RawAnswer refused = api_.patch(path, R"({"settings": {"calls_per_second": -1}})");

    EXPECT_EQ(changed.status, 200);
    EXPECT_EQ(refused.status, 400);
    const Json campaign = body(api_.get(path));
    EXPECT_EQ(campaign["name"], "Renamed");
    EXPECT_EQ(campaign["settings"]["calls_per_second"], 5.0);
    EXPECT_EQ(campaign["settings"]["max_attempts"], 2);
    EXPECT_EQ(campaign["settings_version"], 2);
}

TEST_F(Campaigns, MoveAlongTheirLife) {
    const std::string path = api_.create_campaign();

    EXPECT_EQ(body(api_.post(path + "/start", "", ""))["status"], "running");
    EXPECT_EQ(body(api_.post(path + "/pause", "", ""))["status"], "paused");
    EXPECT_EQ(body(api_.post(path + "/resume", "", ""))["status"], "running");
    EXPECT_EQ(body(api_.post(path + "/cancel", "", ""))["status"], "canceled");
    const RawAnswer too_late = api_.post(path + "/start", "", "");
    EXPECT_EQ(too_late.status, 409);
    EXPECT_THAT(too_late.body, HasSubstr("canceled"));
}

TEST_F(Campaigns, DoNotStartWithoutWhatACallNeeds) {
    const std::string path = api_.create_campaign({{"twiml_url", ""}, {"from_number", ""}});

    const RawAnswer refused = api_.post(path + "/start", "", "");

    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(body(refused)["errors"][0]["pointer"], "/settings/from_number");
    EXPECT_EQ(body(refused)["errors"][1]["pointer"], "/settings/twiml_url");
    EXPECT_EQ(body(api_.get(path))["status"], "draft");
}

TEST_F(Campaigns, AreListedPageByPage) {
    for (int i = 0; i < 5; ++i) api_.create_campaign();
    api_.post("/v1/campaigns/2/start", "", "");

    std::vector<int> ids;
    std::string target = "/v1/campaigns?limit=2";
    while (!target.empty()) {
        const Json page = body(api_.get(target));
        EXPECT_LE(page["campaigns"].size(), 2U);
        for (const Json& campaign : page["campaigns"]) ids.push_back(campaign["id"]);
        target = page["next_cursor"].is_null()
                     ? ""
                     : "/v1/campaigns?limit=2&cursor=" + page["next_cursor"].get<std::string>();
    }

    EXPECT_THAT(ids, testing::UnorderedElementsAre(1, 2, 3, 4, 5));
    const Json running = body(api_.get("/v1/campaigns?status=running"));
    ASSERT_EQ(running["campaigns"].size(), 1U);
    EXPECT_EQ(running["campaigns"][0]["id"], 2);
}

TEST_F(Campaigns, UnknownOnesAreNotFound) {
    for (const char* target : {"/v1/campaigns/99",
                               "/v1/campaigns/abc",
                               "/v1/campaigns/99/contacts",
                               "/v1/campaigns/99/imports",
                               "/v1/campaigns/99/results.csv"}) {
        const RawAnswer answer = api_.get(target);
        EXPECT_EQ(answer.status, 404) << target;
        EXPECT_THAT(answer.body, HasSubstr("There is no campaign")) << target;
    }
    EXPECT_EQ(api_.patch("/v1/campaigns/99", "{}").status, 404);
    EXPECT_EQ(api_.post("/v1/campaigns/99/start", "", "").status, 404);
    EXPECT_EQ(api_.post("/v1/campaigns/99/contacts", "text/csv", "phone\n").status, 404);
}

}  // namespace
}  // namespace carillon::test
