// SPDX-License-Identifier: MIT
// Campaigns made anew, uploads taken back, people who opt out.
#include <gmock/gmock.h>

#include "api/running_api.hpp"

namespace carillon::test {
namespace {

using testing::HasSubstr;

constexpr const char* json = "application/json";

class Lifecycle : public testing::Test {
protected:
    static Json body(const RawAnswer& answer) { return Json::parse(answer.body); }
    Json read(const std::string& target) { return body(api_.get(target)); }
    Json upload(const std::string& campaign, const std::string& csv) {
        return body(api_.post(campaign + "/contacts", "text/csv", csv));
    }
    /// A draft whose contacts were canceled with it, by their lines: "phone,name" and so on.
    std::string canceled_campaign(const std::string& csv, const Json& settings = Json::object()) {
        std::string path = api_.create_campaign(settings);
        upload(path, csv);
        api_.post(path + "/cancel", "", "");
        // The dialer cancels who waits beside the answer; this waits for the same verb to be done.
        api_.ask(api_.store.cancel_waiting_contacts(1'000, Instant{Milliseconds{1}}));
        return path;
    }

    RunningApi api_;
};

TEST_F(Lifecycle, AClonePassesTheSettingsOnButNotTheTimeNorTheContacts) {
    const std::string source = api_.create_campaign(
        {{"max_attempts", 3}, {"start_at", "2026-01-01T00:00:00Z"}, {"end_at", "2026-02-01T00:00:00Z"}});
    upload(source, "phone\n+14155552671\n");

    const RawAnswer cloned = api_.post(source + "/clone", "", "");

    EXPECT_EQ(cloned.status, 201);
    const Json clone = body(cloned);
    EXPECT_EQ(cloned.header("Location"), "/v1/campaigns/" + std::to_string(clone["id"].get<int>()));
    EXPECT_EQ(clone["name"], "Copy of a campaign");
    EXPECT_EQ(clone["status"], "draft");
    EXPECT_EQ(clone["settings"]["max_attempts"], 3);
    EXPECT_EQ(clone["settings"]["start_at"], nullptr);
    EXPECT_EQ(clone["settings"]["end_at"], nullptr);
    EXPECT_EQ(clone["counts"]["total"], 0);
}

TEST_F(Lifecycle, ACloneTakesANameAndSettingsOfItsOwn) {
    const std::string source = api_.create_campaign({{"max_attempts", 3}});

    const Json clone = body(
        api_.post(source + "/clone", json, R"({"name": "Summer", "settings": {"calls_per_second": 7}})"));

    EXPECT_EQ(clone["name"], "Summer");
    EXPECT_EQ(clone["settings"]["calls_per_second"], 7.0);
    EXPECT_EQ(clone["settings"]["max_attempts"], 3);
}

TEST_F(Lifecycle, ACloneOfALongNameStaysText) {
    std::string name(191, 'a');
    name += "\xC3\xA9zzzzzzz";  // with the words before it the cut would fall into this letter
    const Json created = body(api_.post("/v1/campaigns", json, Json{{"name", name}}.dump()));
    const std::string path = "/v1/campaigns/" + std::to_string(created["id"].get<int>());

    const RawAnswer cloned = api_.post(path + "/clone", "", "");

    EXPECT_EQ(cloned.status, 201) << cloned.body;
    EXPECT_LE(body(cloned)["name"].get<std::string>().size(), 200U);
    EXPECT_EQ(body(cloned)["name"].get<std::string>().find("\xEF\xBF\xBD"), std::string::npos);
}

TEST_F(Lifecycle, OneIdempotencyKeyMakesOneCloneAndOneRedial) {
    const std::string source = canceled_campaign("phone\n+14155552671\n");

    const Json first = body(api_.post(source + "/clone", "", "", "Idempotency-Key: c\r\n"));
    const Json again = body(api_.post(source + "/clone", json, "{}", "Idempotency-Key: c\r\n"));
    const RawAnswer other = api_.post(source + "/clone", json, R"({"name": "x"})", "Idempotency-Key: c\r\n");
    const Json redial = body(api_.post(source + "/redial", "", "", "Idempotency-Key: r\r\n"));
    const Json same = body(api_.post(source + "/redial", "", "", "Idempotency-Key: r\r\n"));

    EXPECT_EQ(again["id"], first["id"]);
    EXPECT_EQ(other.status, 422);
    EXPECT_EQ(same["campaign"]["id"], redial["campaign"]["id"]);
    EXPECT_EQ(same["import"], redial["import"]);
    EXPECT_EQ(read("/v1/campaigns")["campaigns"].size(), 3U);
}

TEST_F(Lifecycle, ARedialCopiesWhoWasNotReached) {
    const std::string source = canceled_campaign(
        "phone,name,time_zone,priority,city\n+14155552671,Ada,Europe/Zurich,5,Bern\n"
        "+14155552672,Bob,,,\n",
        {{"max_attempts", 4}});
    api_.post("/v1/suppressions", json, R"({"phone": "+14155552672"})");

    const RawAnswer answer = api_.post(source + "/redial", "", "");

    ASSERT_EQ(answer.status, 201) << answer.body;
    const Json redial = body(answer);
    const std::string path = answer.header("Location");
    EXPECT_EQ(redial["campaign"]["name"], "Redial of a campaign");
    EXPECT_EQ(redial["campaign"]["status"], "draft");
    EXPECT_EQ(redial["campaign"]["settings"]["max_attempts"], 4);
    EXPECT_EQ(redial["campaign"]["counts"]["pending"], 1);
    EXPECT_EQ(redial["campaign"]["counts"]["blocked"], 1) << "suppressed since";
    EXPECT_EQ(redial["import"]["received"], 2);
    EXPECT_EQ(redial["import"]["accepted"], 2);
    const Json copies = read(path + "/contacts")["contacts"];
    EXPECT_EQ(copies[0]["phone"], "+14155552671");
    EXPECT_EQ(copies[0]["name"], "Ada");
    EXPECT_EQ(copies[0]["time_zone"], "Europe/Zurich");
    EXPECT_EQ(copies[0]["priority"], 5);
    EXPECT_EQ(copies[0]["variables"], Json::parse(R"({"city": "Bern"})"));
    EXPECT_EQ(copies[0]["attempts"], 0);
    const Json import = read(path + "/imports")["imports"][0];
    EXPECT_EQ(import["copied_from"], 1);
    EXPECT_NE(import["finished_at"], nullptr);
}

TEST_F(Lifecycle, ARedialCopiesByTheThousandInTheOrderOfTheirLines) {
    std::string csv = "phone\n";
    for (int i = 0; i < 1'300; ++i) csv += "+1415" + std::to_string(5'550'000 + i) + "\n";
    const std::string source = canceled_campaign(csv);
    while (api_.ask(api_.store.cancel_waiting_contacts(1'000, Instant{Milliseconds{1}})) > 0) {
    }

    const Json redial =
        body(api_.post(source + "/redial", json, R"({"statuses": ["canceled", "canceled"]})"));

    EXPECT_EQ(redial["import"]["accepted"], 1'300);
    EXPECT_EQ(redial["campaign"]["counts"]["pending"], 1'300);
}

TEST_F(Lifecycle, ARedialIsCheckedLikeAnUpload) {
    const std::string source =
        canceled_campaign("phone,city\n+14155552671,Bern\n+14155552672,\n+442079460000,Ulm\n",
                          {{"allowed_countries", {"US", "GB"}}});

    const Json redial = body(api_.post(
        source + "/redial",
        json,
        R"({"settings": {"allowed_countries": ["US"], "twiml_url": "https://agent.example/a?c={{city}}"}})"));

    EXPECT_EQ(redial["import"]["received"], 3);
    EXPECT_EQ(redial["import"]["rejected"], 1);
    EXPECT_EQ(redial["import"]["errors"][0]["code"], "missing_variable");
    EXPECT_EQ(redial["campaign"]["counts"]["pending"], 1);
    EXPECT_EQ(redial["campaign"]["counts"]["blocked"], 1) << "of a country that it does not call";
}

TEST_F(Lifecycle, ARedialSaysWhomItDoesNotTakeAndWhen) {
    const std::string source = api_.create_campaign();
    const auto complaint = [&](const char* statuses) {
        const RawAnswer refused = api_.post(source + "/redial", json, statuses);
        EXPECT_EQ(refused.status, 400) << refused.body;
        return body(refused)["errors"][0].dump();
    };
    EXPECT_THAT(complaint(R"({"statuses": ["busy", "completed"]})"), HasSubstr("/statuses/1"));
    EXPECT_THAT(complaint(R"({"statuses": ["completed"]})"), HasSubstr("were reached"));
    EXPECT_THAT(complaint(R"({"statuses": ["answered"]})"), HasSubstr("were reached"));
    EXPECT_THAT(complaint(R"({"statuses": ["blocked"]})"), HasSubstr("must not be called"));
    EXPECT_THAT(complaint(R"({"statuses": ["unresolved"]})"), HasSubstr("may have been called"));
    EXPECT_THAT(complaint(R"({"statuses": ["pending"]})"), HasSubstr("not done"));
    EXPECT_THAT(complaint(R"({"statuses": ["in_progress"]})"), HasSubstr("not done"));
    EXPECT_THAT(complaint(R"({"statuses": ["lost"]})"), HasSubstr("must be one of"));
    EXPECT_THAT(complaint(R"({"statuses": []})"), HasSubstr("must be an array"));
    EXPECT_THAT(complaint(R"({"status": ["busy"]})"), HasSubstr("Known: name, settings, statuses"));
    EXPECT_THAT(complaint(R"({"settings": {"timout": 1}})"), HasSubstr("/settings/timout"));

    const RawAnswer too_early = api_.post(source + "/redial", "", "");
    EXPECT_EQ(too_early.status, 409);
    EXPECT_THAT(too_early.body, HasSubstr("is draft: only a completed, canceled or paused one"));
    EXPECT_EQ(read("/v1/campaigns")["campaigns"].size(), 1U);
    EXPECT_EQ(api_.post("/v1/campaigns/99/redial", "", "").status, 404);
    EXPECT_EQ(api_.post("/v1/campaigns/99/clone", "", "").status, 404);
    EXPECT_EQ(api_.post(source + "/clone", "text/plain", "x").status, 415);
    EXPECT_EQ(api_.post(source + "/clone", json, "[]").status, 400);
}

TEST_F(Lifecycle, AnUploadIsTakenBackAndTheCorrectedOneTakesItsPlace) {
    const std::string campaign = api_.create_campaign();
    const Json wrong = upload(campaign, "phone,name\n+14155552671,Adda\n+14155552672,Bob\n");
    const std::string import = "/v1/imports/" + std::to_string(wrong["import_id"].get<int>());

    const RawAnswer undone = api_.post(import + "/undo", "", "");

    EXPECT_EQ(undone.status, 200);
    EXPECT_EQ(body(undone), Json::parse(R"({"import_id": 1, "undone": 2, "kept": 0})"));
    EXPECT_EQ(body(api_.post(import + "/undo", "", "")), body(undone)) << "twice is harmless";
    EXPECT_NE(read(import)["undone_at"], nullptr);
    EXPECT_EQ(read("/v1/contacts/1")["reason"], "import undone");

    const Json corrected = upload(campaign, "phone,name\n+14155552671,Ada\n");

    EXPECT_EQ(corrected["accepted"], 1);
    EXPECT_EQ(corrected["duplicates"], 0);
    EXPECT_EQ(read("/v1/contacts/1")["name"], "Ada");
    EXPECT_EQ(read("/v1/contacts/1")["status"], "pending");
    EXPECT_EQ(read(import)["taken_over"], 1);
    EXPECT_EQ(api_.post("/v1/imports/99/undo", "", "").status, 404);
}

TEST_F(Lifecycle, AnUndoGoesOnToTheEndOfALongList) {
    const std::string campaign = api_.create_campaign();
    std::string csv = "phone\n";
    for (int i = 0; i < 2'500; ++i) csv += "+1415" + std::to_string(5'550'000 + i) + "\n";
    upload(campaign, csv);

    EXPECT_EQ(body(api_.post("/v1/imports/1/undo", "", ""))["undone"], 2'500);
    EXPECT_EQ(read(campaign)["counts"]["canceled"], 2'500);
}

TEST_F(Lifecycle, AnOptOutSuppressesTheNumberEverywhere) {
    const std::string campaign = api_.create_campaign();
    upload(campaign, "phone\n+14155552671\n+14155552672\n");
    const std::string other = api_.create_campaign();
    upload(other, "phone\n+14155552671\n");

    const RawAnswer answer = api_.post("/v1/contacts/1/opt-out", "", "");

    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(body(answer)["status"], "blocked");
    EXPECT_EQ(body(answer)["reason"], "suppressed");
    EXPECT_EQ(read(other)["counts"]["blocked"], 1);
    EXPECT_EQ(read("/v1/suppressions")["suppressions"][0]["reason"], "opted out (contact 1)");
    EXPECT_EQ(body(api_.post("/v1/contacts/1/opt-out", "", "")), body(answer));
    EXPECT_EQ(api_.post("/dial", json, R"({"to": "+14155552671"})").status, 403);

    api_.post("/v1/contacts/2/opt-out", json, R"({"reason": "asked the agent"})");
    EXPECT_EQ(read("/v1/suppressions")["suppressions"][1]["reason"], "asked the agent (contact 2)");
}

TEST_F(Lifecycle, AnOptOutSaysWhatIsWrong) {
    upload(api_.create_campaign(), "phone\n+14155552671\n");

    EXPECT_EQ(api_.post("/v1/contacts/99/opt-out", "", "").status, 404);
    EXPECT_EQ(api_.post("/v1/contacts/1/opt-out", "text/plain", "stop").status, 415);
    EXPECT_THAT(api_.post("/v1/contacts/1/opt-out", json, R"({"why": "x"})").body,
                HasSubstr("Known: reason"));
    EXPECT_THAT(api_.post("/v1/contacts/1/opt-out", json, R"({"reason": 5})").body, HasSubstr("/reason"));
    EXPECT_EQ(read("/v1/contacts/1")["status"], "pending");
}

}  // namespace
}  // namespace carillon::test
