// SPDX-License-Identifier: MIT
// What a stolen key can cost: every scope against every route, and numbers that nobody shall be charged for,
// on the real API with the dialer at work.
#include <chrono>

#include <gmock/gmock.h>

#include "api/routes.hpp"
#include "api/with_keys.hpp"

namespace carillon::test {
namespace {

using testing::HasSubstr;

constexpr std::array all_scopes{Scope::read, Scope::upload, Scope::dial, Scope::admin};

class TollFraud : public WithKeys {
protected:
    std::string new_campaign(const Json& settings = Json::object()) {
        const Json wanted{{"name", "Spring"}, {"settings", settings}};
        return send(admin_.header(), "POST", "/v1/campaigns", wanted.dump()).header("Location");
    }
    Json read(const std::string& target) { return Json::parse(send(admin_.header(), "GET", target).body); }
    std::size_t placed() {
        return api_.on_loop([this] { return api_.carrier.placed.size(); });
    }
    /// Asks until it is so, or for ten seconds.
    bool becomes(const std::string& target, const std::string& status) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
        while (std::chrono::steady_clock::now() < deadline)
            if (read(target)["status"] == status) return true;
        return false;
    }

    bool places_a_call() {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
        while (placed() == 0 && std::chrono::steady_clock::now() < deadline) (void)read("/v1/campaigns");
        return placed() > 0;
    }

    MadeKey admin_ = make_key("boss", {Scope::admin});
    MadeKey upload_ = make_key("upload", {Scope::upload});
};

/// With a parameter that /v1/events does not know: its answer would go on.
std::string target_of(const api::Route& route) {
    if (route.pattern == "/v1/events") return "/v1/events?x=1";
    std::string target{route.pattern};
    if (const auto open = target.find('{'); open != std::string::npos)
        target.replace(open, target.find('}') - open + 1, "999999");
    return target;
}

/// No route but by its scope, and every refusal says which one it wants.
TEST_F(TollFraud, EveryRouteOpensToItsScopeAndToAdminAlone) {
    for (const Scope had : all_scopes) {
        const MadeKey key = make_key("only " + std::string{to_text(had)}, {had});
        for (const api::Route& route : api::all_routes()) {
            const auto needed = api::scope_of(route.access);
            if (!needed) continue;
            const RawAnswer answer = send(key.header(), route.method, target_of(route), "{}");
            const bool may = had == *needed || had == Scope::admin;
            EXPECT_EQ(answer.status != 403, may) << key.text << route.method << " " << route.pattern;
            EXPECT_NE(answer.status, 401) << route.pattern;
            if (!may) {
                EXPECT_THAT(answer.body, HasSubstr("the scope " + std::string{to_text(*needed)}));
            }
        }
    }
    EXPECT_EQ(placed(), 0U);
}

TEST_F(TollFraud, AKeyThatReadsDoesNothingButGet) {
    for (const api::Route& route : api::all_routes())
        if (route.method != "GET") {
            EXPECT_NE(api::scope_of(route.access), Scope::read) << route.pattern;
        }
}

/// The list of what an upload key may do is short, and whoever makes it longer meets this test.
TEST_F(TollFraud, AKeyThatUploadsReachesThreeRoutes) {
    std::vector<std::string> open;
    for (const api::Route& route : api::all_routes())
        if (api::scope_of(route.access) == Scope::upload)
            open.push_back(std::string{route.method} + " " + std::string{route.pattern});
    EXPECT_THAT(
        open,
        testing::UnorderedElementsAre(
            "POST /v1/campaigns/{id}/contacts", "POST /v1/imports/{id}/undo", "POST /v1/suppressions"));
}

constexpr const char* costly =
    "phone\n"
    "+19002345678\n"     // premium rate, of the campaign's own country
    "+441632960961\n"    // another country
    "+449012345678\n"    // another country's premium rate
    "+88213123456\n"     // satellite
    "+5356612345\n"      // where revenue is shared
    "+18005550199x9\n";  // no number at all

TEST_F(TollFraud, NumbersThatCostAreBlockedWhenTheyAreUploaded) {
    const std::string campaign = new_campaign();
    ASSERT_EQ(send(admin_.header(), "POST", campaign + "/start").status, 200);

    const RawAnswer uploaded = send(upload_.header(), "POST", campaign + "/contacts", costly, "text/csv");

    ASSERT_EQ(uploaded.status, 200) << uploaded.body;
    const Json contacts = read(campaign + "/contacts")["contacts"];
    ASSERT_GE(contacts.size(), 5U);
    for (const Json& contact : contacts) EXPECT_EQ(contact["status"], "blocked") << contact.dump();
    EXPECT_EQ(read(campaign)["counts"]["pending"], 0);
    EXPECT_EQ(placed(), 0U);
}

/// The rules stand at the claim, too: what was let in under other settings, or put back by somebody, is
/// asked about again.
TEST_F(TollFraud, NumbersThatCostAreBlockedAgainWhenTheyWouldBeCalled) {
    const MadeKey dialer = make_key("dialer", {Scope::dial});
    const std::string campaign = new_campaign();
    ASSERT_EQ(send(admin_.header(), "POST", campaign + "/start").status, 200);
    (void)send(upload_.header(), "POST", campaign + "/contacts", costly, "text/csv");

    const Json listed = read(campaign + "/contacts");
    for (const Json& contact : listed.at("contacts")) {
        const std::string path = "/v1/contacts/" + contact["id"].dump();
        EXPECT_EQ(send(upload_.header(), "POST", path + "/requeue").status, 403);
        const RawAnswer requeued = send(dialer.header(), "POST", path + "/requeue");
        EXPECT_EQ(requeued.status, 200) << requeued.body;
        EXPECT_TRUE(becomes(path, "blocked")) << contact.dump();
    }
    EXPECT_EQ(placed(), 0U);
}

TEST_F(TollFraud, ACountryThatWasTakenOutIsNotCalledAnyMore) {
    const std::string campaign = new_campaign({{"allowed_countries", {"US", "GB"}}});
    (void)send(upload_.header(),
               "POST",
               campaign + "/contacts",
               "phone\n+441632960961\n+447400123456\n",
               "text/csv");
    EXPECT_GT(read(campaign)["counts"]["pending"], 0);

    ASSERT_EQ(send(admin_.header(), "PATCH", campaign, R"({"settings":{"allowed_countries":["US"]}})").status,
              200);
    ASSERT_EQ(send(admin_.header(), "POST", campaign + "/start").status, 200);

    EXPECT_TRUE(becomes(campaign, "completed"));
    EXPECT_EQ(placed(), 0U);
}

/// A column's name does not make it a setting: of this one contact it is a variable.
TEST_F(TollFraud, NothingInAnUploadChangesASetting) {
    const std::string campaign = new_campaign();
    const Json before = read(campaign)["settings"];

    const RawAnswer uploaded = send(upload_.header(),
                                    "POST",
                                    campaign + "/contacts",
                                    "phone,max_concurrent_calls,from_number,twiml_url,allowed_countries\n"
                                    "+14155552671,100000,+19002345678,https://evil.example/,GB\n",
                                    "text/csv");

    EXPECT_EQ(uploaded.status, 200) << uploaded.body;
    EXPECT_EQ(read(campaign)["settings"], before);
    ASSERT_EQ(send(admin_.header(), "POST", campaign + "/start").status, 200);
    ASSERT_TRUE(places_a_call());
    const CallRequest request = api_.on_loop([this] { return api_.carrier.placed.at(0).request; });
    EXPECT_EQ(request.from, "+15551234567");
    EXPECT_EQ(request.twiml_url, "https://agent.example/twiml");
}

/// Settings are who is called, how often, from where and what they hear: `dial` may use them, not make them.
TEST_F(TollFraud, AKeyThatDialsTakesSettingsThatOthersMade) {
    const MadeKey dialer = make_key("dialer", {Scope::dial});
    const std::string campaign = new_campaign({{"max_concurrent_calls", 2}});
    const std::string raised = R"({"name":"x","settings":{"max_concurrent_calls":1000}})";
    const std::string plain = R"({"name":"x"})";

    EXPECT_EQ(send(dialer.header(), "PATCH", campaign, raised).status, 403);
    EXPECT_EQ(send(dialer.header(), "PATCH", campaign, plain).status, 403);
    for (const std::string& route : {std::string{"/v1/campaigns"}, campaign + "/clone"}) {
        const RawAnswer refused = send(dialer.header(), "POST", route, raised);
        EXPECT_EQ(refused.status, 403) << route;
        EXPECT_THAT(refused.body, HasSubstr("/settings"));
        EXPECT_EQ(send(dialer.header(), "POST", route, plain).status, 201) << route;
        EXPECT_EQ(send(dialer.header(), "POST", route, R"({"name":"y","settings":{}})").status, 201) << route;
        EXPECT_EQ(send(admin_.header(), "POST", route, raised).status, 201) << route;
    }
    EXPECT_EQ(send(admin_.header(), "POST", campaign + "/cancel").status, 200);
    EXPECT_EQ(send(dialer.header(), "POST", campaign + "/redial", raised).status, 403);
    EXPECT_EQ(send(dialer.header(), "POST", campaign + "/redial", plain).status, 201);
    EXPECT_EQ(read(campaign)["settings"]["max_concurrent_calls"], 2);
}

TEST_F(TollFraud, ANumberThatCostsIsNotDialedByHandEither) {
    const MadeKey dialer = make_key("dialer", {Scope::dial});
    for (const char* number : {"+19002345678", "+449012345678", "+88213123456"}) {
        const RawAnswer refused =
            send(dialer.header(), "POST", "/dial", R"({"to":")" + std::string{number} + R"("})");
        EXPECT_EQ(refused.status, 403) << number;
    }
    EXPECT_EQ(send(upload_.header(), "POST", "/dial", R"({"to":"+14155552671"})").status, 403);
    EXPECT_EQ(placed(), 0U);
}

/// A clone must not smuggle in what creating would refuse.
TEST_F(TollFraud, AHookByPlainHttpIsRefusedInACopyToo) {
    const std::string campaign = new_campaign();
    const std::string plain = R"({"name":"x","settings":{"pre_dial_hook":{"url":"http://hooks.example/"}}})";

    EXPECT_EQ(send(admin_.header(), "POST", "/v1/campaigns", plain).status, 400);
    EXPECT_EQ(send(admin_.header(), "POST", campaign + "/clone", plain).status, 400);
    EXPECT_EQ(send(admin_.header(), "POST", campaign + "/cancel").status, 200);
    EXPECT_EQ(send(admin_.header(), "POST", campaign + "/redial", plain).status, 400);
}

}  // namespace
}  // namespace carillon::test
