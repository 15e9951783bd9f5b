// SPDX-License-Identifier: MIT
// API keys on the real API: who is let in, for how long and how often, and who makes them.
#include <gmock/gmock.h>

#include "api/with_keys.hpp"

namespace carillon::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class ApiKeys : public WithKeys {
protected:
    ApiKey stored(ApiKeyId id) { return api_.ask(api_.store.find_api_key(id)).key.value(); }
};

TEST_F(ApiKeys, AreNotAskedForOnThisMachineUntilThereIsOne) {
    EXPECT_EQ(send("", "GET", "/v1/campaigns").status, 200);
    EXPECT_EQ(send("Authorization: Bearer whatever\r\n", "GET", "/v1/campaigns").status, 200);

    const MadeKey key = make_key("crm", {Scope::read});

    const RawAnswer refused = send("", "GET", "/v1/campaigns");
    EXPECT_EQ(refused.status, 401);
    EXPECT_EQ(refused.header("WWW-Authenticate"), "Bearer");
    EXPECT_EQ(send(key.header(), "GET", "/v1/campaigns").status, 200);
    EXPECT_EQ(send("X-API-Key: " + key.text + "\r\n", "GET", "/v1/campaigns").status, 200);
    EXPECT_EQ(send("", "POST", "/dial", R"({"to":"+15559876543"})").status, 401);
    EXPECT_EQ(send("", "GET", "/healthz").status, 200);
    EXPECT_EQ(send("X-Forwarded-For: 192.0.2.1\r\n", "GET", "/readyz").status, 200);
}

/// An API that opens when its last key is taken away would open to whoever took it.
TEST_F(ApiKeys, AreAskedForAlsoWhenAllAreRevoked) {
    const MadeKey key = make_key("crm", {Scope::admin});
    (void)api_.ask(api_.store.revoke_api_key(key.id, SystemClock{}.now()));
    EXPECT_EQ(send("", "GET", "/v1/campaigns").status, 401);
}

TEST_F(ApiKeys, AreGoodForNothingFromTheMomentOfTheirRevocation) {
    const MadeKey admin = make_key("boss", {Scope::admin});
    const MadeKey key = make_key("crm", {Scope::read});
    EXPECT_EQ(send(key.header(), "GET", "/v1/calls").status, 200);

    EXPECT_EQ(send(admin.header(), "DELETE", "/v1/keys/" + std::to_string(key.id.value())).status, 200);

    const RawAnswer refused = send(key.header(), "GET", "/v1/calls");
    EXPECT_EQ(refused.status, 401);
    EXPECT_THAT(refused.body, HasSubstr("was revoked at"));
    EXPECT_EQ(send(admin.header(), "DELETE", "/v1/keys/99").status, 404);
    EXPECT_EQ(send(admin.header(), "DELETE", "/v1/keys/crm").status, 404);
}

TEST_F(ApiKeys, ExpireByThemselves) {
    const MadeKey old = make_key("old", {Scope::read}, 10'000, SystemClock{}.now() - Seconds{1});
    const MadeKey fresh = make_key("fresh", {Scope::read}, 10'000, SystemClock{}.now() + Seconds{3600});

    const RawAnswer refused = send(old.header(), "GET", "/v1/calls");
    EXPECT_EQ(refused.status, 401);
    EXPECT_THAT(refused.body, HasSubstr("expired at"));
    EXPECT_EQ(send(fresh.header(), "GET", "/v1/calls").status, 200);
}

TEST_F(ApiKeys, AreMadeOverHttpShownOnceAndKeptAsADigest) {
    const MadeKey admin = make_key("boss", {Scope::admin});

    const RawAnswer made = send(
        admin.header(),
        "POST",
        "/v1/keys",
        R"({"name":"crm","scopes":["upload","read"],"expires_at":"2126-01-01T00:00:00Z","requests_per_second":9})");

    ASSERT_EQ(made.status, 201) << made.body;
    const Json json = Json::parse(made.body);
    const std::string text = json["key"];
    EXPECT_EQ(made.header("Location"), "/v1/keys/" + json["id"].dump());
    EXPECT_EQ(made.header("Cache-Control"), "no-store");
    EXPECT_EQ(json["scopes"], (Json{"read", "upload"}));
    EXPECT_EQ(json["requests_per_second"], 9);
    EXPECT_EQ(json["expires_at"], "2126-01-01T00:00:00.000Z");
    EXPECT_EQ(send("X-API-Key: " + text + "\r\n", "GET", "/v1/calls").status, 200);
    const std::string listed = send(admin.header(), "GET", "/v1/keys").body;
    EXPECT_THAT(listed, HasSubstr("\"crm\""));
    EXPECT_THAT(listed, Not(HasSubstr(text.substr(text.rfind('_') + 1))));
    EXPECT_THAT(listed, Not(HasSubstr(stored(ApiKeyId{json["id"]}).secret_sha256)));
    EXPECT_EQ(stored(ApiKeyId{json["id"]}).secret_sha256, sha256_hex(text.substr(text.rfind('_') + 1)));
}

TEST_F(ApiKeys, AreNotMadeFromWhatSaysSomethingElse) {
    const MadeKey admin = make_key("boss", {Scope::admin});
    for (const auto& [body, pointer] : std::vector<std::pair<const char*, const char*>>{
             {R"({"scopes":["read"]})", "/name"},
             {R"({"name":"","scopes":["read"]})", "/name"},
             {R"({"name":"a\u001bb","scopes":["read"]})", "/name"},
             {R"({"name":"crm"})", "/scopes"},
             {R"({"name":"crm","scopes":[]})", "/scopes"},
             {R"({"name":"crm","scopes":"read"})", "/scopes"},
             {R"({"name":"crm","scopes":["root"]})", "/scopes"},
             {R"({"name":"crm","scopes":["read"],"expires_at":"tomorrow"})", "/expires_at"},
             {R"({"name":"crm","scopes":["read"],"expires_at":"2020-01-01T00:00:00Z"})", "/expires_at"},
             {R"({"name":"crm","scopes":["read"],"requests_per_second":0})", "/requests_per_second"},
             {R"({"name":"crm","scopes":["read"],"requests_per_second":1.5})", "/requests_per_second"},
             {R"({"name":"crm","scopes":["read"],"scope":"admin"})", "/scope"}}) {
        const RawAnswer answer = send(admin.header(), "POST", "/v1/keys", body);
        EXPECT_EQ(answer.status, 400) << body;
        EXPECT_THAT(answer.body, HasSubstr("\"pointer\":\"" + std::string{pointer} + "\"")) << body;
    }
    EXPECT_EQ(send(admin.header(), "POST", "/v1/keys", R"({"name":"boss","scopes":["read"]})").status, 409);
}

TEST_F(ApiKeys, SayWhenTheyWereUsedLastToTheMinute) {
    const MadeKey key = make_key("crm", {Scope::read});
    EXPECT_EQ(stored(key.id).last_used_at, std::nullopt);

    EXPECT_EQ(send(key.header(), "GET", "/v1/calls").status, 200);
    const auto first = stored(key.id).last_used_at;
    ASSERT_TRUE(first);
    EXPECT_EQ(send(key.header(), "GET", "/v1/calls").status, 200);

    EXPECT_EQ(stored(key.id).last_used_at, first) << "written more often than once a minute";
}

TEST_F(ApiKeys, MayAskAsOftenAsTheySayAndAreToldWhenAgain) {
    const MadeKey slow = make_key("slow", {Scope::read}, 1);
    const MadeKey other = make_key("other", {Scope::read}, 1);

    RawAnswer answer;
    int through = 0;
    for (; through < 50 && answer.status != 429; ++through) answer = send(slow.header(), "GET", "/v1/calls");

    EXPECT_EQ(answer.status, 429);
    EXPECT_GE(through, 3) << "two at once";
    EXPECT_EQ(answer.header("Retry-After"), "1");
    EXPECT_THAT(answer.body, HasSubstr("1 requests a second"));
    EXPECT_EQ(send(other.header(), "GET", "/v1/calls").status, 200);
}

TEST_F(ApiKeys, AreNotGuessedQuickly) {
    const MadeKey key = make_key("crm", {Scope::read});
    const auto guess = [&](int i) {
        return send("Authorization: Bearer guess" + std::to_string(i) + "\r\n", "GET", "/v1/calls");
    };
    int tries = 0;
    RawAnswer answer;
    for (; tries < 50 && answer.status != 429; ++tries) answer = guess(tries);

    EXPECT_GE(tries, 11);
    EXPECT_EQ(answer.status, 429);
    EXPECT_THAT(answer.header("Retry-After"), testing::AnyOf("1", "2", "3", "4", "5", "6"));
    EXPECT_EQ(send("", "GET", "/v1/calls").status, 401) << "who shows no key does not guess";
    EXPECT_EQ(send(key.header(), "GET", "/v1/calls").status, 200)
        << "who holds a key of 256 bits is not kept out by his neighbour";
}

/// The configured key may be one that a person chose: then the limit must hold for the right guess, too.
TEST(ConfiguredKey, CannotBeGuessedFasterThanTheLimit) {
    Config config = test_config();
    config.api_key = Secret{"correct horse battery"};
    RunningApi api{config};
    const auto show = [&](const std::string& key) {
        return api.request("GET", "/v1/calls", "", "", "Authorization: Bearer " + key + "\r\n").status;
    };
    EXPECT_EQ(show("correct horse battery"), 200);

    int tries = 0;
    while (tries < 50 && show("guess " + std::to_string(tries)) != 429) ++tries;

    EXPECT_GE(tries, 10);
    EXPECT_LT(tries, 50);
    EXPECT_EQ(show("correct horse battery"), 429);
}

TEST(ConfiguredKey, MayDoAllBesideOthers) {
    Config config = test_config();
    config.api_key = Secret{"correct horse battery"};
    RunningApi api{config};
    const std::string header = "X-API-Key: correct horse battery\r\n";

    const RawAnswer made =
        api.request("POST", "/v1/keys", "application/json", R"({"name":"crm","scopes":["read"]})", header);

    ASSERT_EQ(made.status, 201) << made.body;
    const std::string key = Json::parse(made.body)["key"];
    EXPECT_EQ(api.request("GET", "/v1/calls", "", "", "X-API-Key: " + key + "\r\n").status, 200);
    EXPECT_EQ(api.request("GET", "/v1/calls", "", "").status, 401);
    EXPECT_EQ(api.request("GET", "/v1/audit", "", "", header).status, 200);
}

}  // namespace
}  // namespace carillon::test
