// SPDX-License-Identifier: MIT
// Who changed what: one line for each request that changed something, and nothing in it that is secret.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include "api/audit_trail.hpp"
#include "api/with_keys.hpp"

namespace carillon::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class Audit : public WithKeys {
protected:
    Json entries() { return Json::parse(send(admin_.header(), "GET", "/v1/audit").body)["entries"]; }
    std::string new_campaign() {
        return send(admin_.header(), "POST", "/v1/campaigns", R"({"name":"Spring"})").header("Location");
    }

    MadeKey admin_ = make_key("boss", {Scope::admin});
};

TEST_F(Audit, SaysWhoDidWhatFromWhere) {
    const MadeKey dialer = make_key("crm", {Scope::dial});
    const std::string campaign = new_campaign();

    ASSERT_EQ(send(dialer.header(), "POST", campaign + "/start").status, 200);

    const Json lines = entries();
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0]["actor"], "crm");
    EXPECT_EQ(lines[0]["key_id"], dialer.id.value());
    EXPECT_EQ(lines[0]["remote_address"], "127.0.0.1");
    EXPECT_EQ(lines[0]["method"], "POST");
    EXPECT_EQ(lines[0]["route"], "/v1/campaigns/{id}/start");
    EXPECT_EQ(lines[0]["subject"], "1");
    EXPECT_EQ(lines[0]["status"], 200);
    EXPECT_EQ(lines[0]["changes"], nullptr);
    EXPECT_EQ(lines[1]["actor"], "boss");
    EXPECT_EQ(lines[1]["route"], "/v1/campaigns");
    EXPECT_EQ(lines[1]["subject"], "campaigns/1") << "what was made";
}

/// Whoever is told that a call failed, places it again.
TEST_F(Audit, ThatCannotBeWrittenDoesNotMakeADoneThingLookUndone) {
    SQLite::Database disk{api_.database(), SQLite::OPEN_READWRITE};
    disk.setBusyTimeout(5'000);
    disk.exec(
        "CREATE TRIGGER full BEFORE INSERT ON audit_entries BEGIN SELECT RAISE(ABORT, 'the disk is full'); "
        "END");

    const RawAnswer answer = send(admin_.header(), "POST", "/dial", R"({"to": "+15559876543"})");

    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(entries().size(), 0U);
}

TEST_F(Audit, SaysWhatSettingsWereAndAreNow) {
    const std::string campaign = new_campaign();

    ASSERT_EQ(
        send(admin_.header(),
             "PATCH",
             campaign,
             R"({"name":"Summer","settings":{"max_concurrent_calls":500,"allowed_countries":["US","CU"]}})")
            .status,
        200);

    const Json changes = entries()[0]["changes"];
    EXPECT_EQ(changes["max_concurrent_calls"], (Json{{"from", 50}, {"to", 500}}));
    EXPECT_EQ(changes["allowed_countries"]["from"], Json::array());
    EXPECT_EQ(changes["allowed_countries"]["to"], (Json{"US", "CU"}));
    EXPECT_EQ(changes["name"], (Json{{"from", "Spring"}, {"to", "Summer"}}));
    EXPECT_EQ(changes.size(), 3U);
}

TEST_F(Audit, LeavesOutWhatWasRefusedAndWhatOnlyLooked) {
    const MadeKey reader = make_key("reader", {Scope::read});
    const std::string campaign = new_campaign();
    const auto before = entries().size();

    EXPECT_EQ(send(reader.header(), "POST", campaign + "/start").status, 403);
    EXPECT_EQ(send(reader.header(), "GET", campaign).status, 200);
    EXPECT_EQ(send(admin_.header(), "PATCH", campaign, R"({"settings":{"max_attempts":99}})").status, 400);
    EXPECT_EQ(send(admin_.header(), "POST", campaign + "/resume").status, 409);
    EXPECT_EQ(send("", "POST", campaign + "/start").status, 401);

    EXPECT_EQ(entries().size(), before);
}

TEST_F(Audit, HoldsNoSecret) {
    const Json made =
        Json::parse(send(admin_.header(), "POST", "/v1/keys", R"({"name":"crm","scopes":["read"]})").body);
    const std::string campaign = new_campaign();
    const Json settings{{"twiml_url", "https://user:pass@agent.example/secret-path?token=t0k3n"},
                        {"pre_dial_hook", {{"url", "https://hooks.example/s3cr3t"}}}};
    ASSERT_EQ(send(admin_.header(), "PATCH", campaign, Json{{"settings", settings}}.dump()).status, 200);

    const std::string text = send(admin_.header(), "GET", "/v1/audit").body;

    const std::string key = made["key"];
    for (const std::string& secret : {key.substr(key.rfind('_') + 1),
                                      sha256_hex(key.substr(key.rfind('_') + 1)),
                                      std::string{"user:pass"},
                                      std::string{"secret-path"},
                                      std::string{"t0k3n"},
                                      std::string{"s3cr3t"}})
        EXPECT_THAT(text, Not(HasSubstr(secret)));
    EXPECT_THAT(text, HasSubstr("https://agent.example/…"));
    EXPECT_THAT(text, HasSubstr("https://hooks.example/…"));
}

TEST_F(Audit, NamesTheCallThatWasDialed) {
    ASSERT_EQ(send(admin_.header(), "POST", "/dial", R"({"to":"+14155552671"})").status, 200);

    EXPECT_EQ(entries()[0]["route"], "/dial");
    EXPECT_EQ(entries()[0]["subject"], "CA00000000000000000000000000000001");
}

TEST_F(Audit, IsTurnedPageByPage) {
    for (int i = 0; i < 3; ++i) new_campaign();

    const Json first = Json::parse(send(admin_.header(), "GET", "/v1/audit?limit=2").body);
    const Json second = Json::parse(
        send(admin_.header(), "GET", "/v1/audit?limit=2&cursor=" + first["next_cursor"].get<std::string>())
            .body);

    EXPECT_EQ(first["entries"].size(), 2U);
    EXPECT_EQ(first["entries"][0]["subject"], "campaigns/3");
    EXPECT_EQ(second["entries"][0]["subject"], "campaigns/1");
    EXPECT_EQ(second["next_cursor"], nullptr);
}

TEST(LocalAudit, IsWrittenWithoutKeysToo) {
    RunningApi api;
    (void)api.create_campaign();
    const Json entries = Json::parse(api.get("/v1/audit").body)["entries"];
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0]["actor"], "local");
    EXPECT_EQ(entries[0]["key_id"], nullptr);
}

}  // namespace
}  // namespace carillon::test
