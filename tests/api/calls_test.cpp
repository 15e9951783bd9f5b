// SPDX-License-Identifier: MIT
// Contacts with their calls, calls with their callbacks, and the export of both.
#include <gmock/gmock.h>

#include "api/running_api.hpp"

namespace carillon::test {
namespace {

using testing::HasSubstr;

Config unsigned_webhooks() {
    Config config = test_config();
    config.insecure_webhooks = true;
    return config;
}

class Calls : public testing::Test {
protected:
    Json read(const std::string& target) { return Json::parse(api_.get(target).body); }
    /// Uploads these and calls them all; returns when the carrier has been asked `count` times.
    void call(const std::string& csv, std::size_t count) {
        std::promise<void> all_placed;
        api_.on_loop([&] {
            api_.carrier.answer = [&, count](const ScriptedCarrier::Placed& placed) {
                if (api_.carrier.placed.size() == count) all_placed.set_value();
                return ScriptedCarrier::accept(placed);
            };
        });
        api_.post(campaign_ + "/contacts", "text/csv", csv);
        api_.post(campaign_ + "/start", "", "");
        all_placed.get_future().wait();
        api_.on_loop([&] { api_.carrier.answer = nullptr; });
    }
    void report(const std::string& sid, const std::string& status, const std::string& more = "") {
        EXPECT_EQ(api_.post("/twilio-status",
                            "application/x-www-form-urlencoded",
                            "CallSid=" + sid + "&CallStatus=" + status + more)
                      .status,
                  200);
    }

    RunningApi api_{unsigned_webhooks()};
    std::string campaign_ = api_.create_campaign({{"calls_per_second", 1000}});
    const std::string first_ = "CA00000000000000000000000000000001";
};

TEST_F(Calls, AContactIsReadWithItsCalls) {
    call("phone,name,city\n+14155552671,Ada,Bern\n", 1);
    const std::string call_token =
        api_.on_loop([&] { return ScriptedCarrier::token_of(api_.carrier.placed[0].request).text(); });
    EXPECT_EQ(api_.post("/twilio-status?call=" + call_token,
                        "application/x-www-form-urlencoded",
                        "CallSid=" + first_ + "&CallStatus=completed&CallDuration=12")
                  .status,
              200);

    const Json contact = read("/v1/contacts/1");

    EXPECT_EQ(contact["phone"], "+14155552671");
    EXPECT_EQ(contact["variables"]["city"], "Bern");
    EXPECT_EQ(contact["status"], "completed");
    EXPECT_EQ(contact["attempts"], 1);
    EXPECT_EQ(contact["next_attempt_at"], nullptr);
    ASSERT_EQ(contact["calls"].size(), 1U);
    EXPECT_EQ(contact["calls"][0]["call_sid"], first_);
    EXPECT_EQ(contact["calls"][0]["duration_seconds"], 12);
    EXPECT_EQ(contact["calls"][0]["settings"]["timeout_seconds"], 30);
    EXPECT_FALSE(contact["calls"][0].contains("token"));
    EXPECT_EQ(contact["last_call_id"], contact["calls"][0]["id"]);
}

TEST_F(Calls, ContactsAreListedByStatus) {
    api_.post(campaign_ + "/contacts", "text/csv", "phone\n+14155552671\n+14155552672\n");

    EXPECT_EQ(read(campaign_ + "/contacts?status=pending")["contacts"].size(), 2U);
    EXPECT_EQ(read(campaign_ + "/contacts?status=busy")["contacts"].size(), 0U);
    const RawAnswer wrong = api_.get(campaign_ + "/contacts?status=waiting");
    EXPECT_EQ(wrong.status, 400);
    EXPECT_THAT(wrong.body, HasSubstr("pending, in_progress, answered"));
}

TEST_F(Calls, AContactIsCalledAgainWhenAPersonSaysSo) {
    api_.post(campaign_ + "/contacts", "text/csv", "phone\n+14155552671\n");
    api_.post("/v1/suppressions", "application/json", R"(["+14155552671"])");
    ASSERT_EQ(read("/v1/contacts/1")["status"], "blocked");
    api_.remove("/v1/suppressions/%2B14155552671");

    const RawAnswer requeued = api_.post("/v1/contacts/1/requeue", "", "");
    const RawAnswer again = api_.post("/v1/contacts/1/requeue", "", "");

    EXPECT_EQ(requeued.status, 200);
    EXPECT_EQ(Json::parse(requeued.body)["status"], "pending");
    EXPECT_EQ(again.status, 409) << "it waits already";
    EXPECT_EQ(api_.post("/v1/contacts/99/requeue", "", "").status, 404);
}

TEST_F(Calls, AreListedByCampaignContactAndStatus) {
    call("phone\n+14155552671\n", 1);
    api_.post("/dial", "application/json", R"({"to": "+14155552672"})");

    EXPECT_EQ(read("/v1/calls")["calls"].size(), 2U);
    EXPECT_EQ(read("/v1/calls?campaign_id=1")["calls"].size(), 1U);
    EXPECT_EQ(read("/v1/calls?contact_id=1&status=pending")["calls"].size(), 1U);
    EXPECT_EQ(read("/v1/calls?status=completed")["calls"].size(), 0U);
    for (const char* query : {"?campaign_id=x", "?status=ended", "?limit=0", "?cursor=5", "?campaign=1"})
        EXPECT_EQ(api_.get(std::string{"/v1/calls"} + query).status, 400) << query;
}

TEST_F(Calls, AreReadByIdAndBySidWithTheirCallbacks) {
    api_.post("/dial", "application/json", R"({"to": "+14155552671"})");
    report(first_, "ringing", "&SequenceNumber=1");
    report(first_, "ringing", "&SequenceNumber=1");

    const Json by_sid = read("/v1/calls/" + first_);

    EXPECT_EQ(read("/v1/calls/" + std::to_string(by_sid["id"].get<int>())), by_sid);
    EXPECT_EQ(by_sid["state"], "ringing");
    ASSERT_EQ(by_sid["callbacks"].size(), 1U);
    EXPECT_EQ(by_sid["callbacks"][0]["twilio_status"], "ringing");
    EXPECT_EQ(by_sid["callbacks"][0]["source"], "webhook");
    EXPECT_EQ(by_sid["callbacks"][0]["fields"]["SequenceNumber"], "1");
    for (const char* unknown : {"99", "CA99", "abc"})
        EXPECT_EQ(api_.get(std::string{"/v1/calls/"} + unknown).status, 404);
}

TEST_F(Calls, AreHungUp) {
    api_.post("/dial", "application/json", R"({"to": "+14155552671"})");
    api_.on_loop([&] { api_.carrier.status_by_sid[first_] = "canceled"; });

    const RawAnswer ended = api_.post("/v1/calls/" + first_ + "/hangup", "", "");
    const RawAnswer again = api_.post("/v1/calls/" + first_ + "/hangup", "", "");

    EXPECT_EQ(ended.status, 200);
    EXPECT_EQ(Json::parse(ended.body)["outcome"], "canceled");
    EXPECT_EQ(again.status, 409);
    EXPECT_EQ(api_.post("/v1/calls/99/hangup", "", "").status, 404);
}

TEST_F(Calls, AreExportedWithTheirContacts) {
    call("phone,name,note\n+14155552671,\"=cmd, \"\"x\"\"\",\"two\nlines\"\n", 1);
    report(first_, "busy");

    const RawAnswer csv = api_.get(campaign_ + "/results.csv");

    EXPECT_EQ(csv.status, 200);
    EXPECT_EQ(csv.header("Content-Type"), "text/csv; charset=utf-8");
    const std::string header = csv.body.substr(0, csv.body.find("\r\n"));
    EXPECT_EQ(
        header,
        "contact_id,phone,name,status,reason,attempts,call_sid,call_status,twilio_status,duration_seconds,"
        "error_code,error_message,answered_at,ended_at,variables,outcome,answered_by");
    EXPECT_THAT(csv.body, HasSubstr("1,+14155552671,\"'=cmd, \"\"x\"\"\",busy,"));
    EXPECT_THAT(csv.body, HasSubstr("," + first_ + ",busy,busy,"));
    EXPECT_THAT(csv.body, HasSubstr("\"{\"\"note\"\":\"\"two\\nlines\"\"}\",busy,\r\n"));
}

TEST_F(Calls, AreExportedPageAfterPage) {
    std::string csv = "phone\n";
    for (int i = 0; i < 2500; ++i) csv += "+1415" + std::to_string(5'000'000 + i) + "\n";
    api_.post(campaign_ + "/contacts", "text/csv", csv);

    const RawAnswer results = api_.get(campaign_ + "/results.csv");

    EXPECT_EQ(std::count(results.body.begin(), results.body.end(), '\n'), 2501);
    EXPECT_THAT(results.body, HasSubstr("\r\n2500,+14155002499,,pending,,0,,,,,,,,,{},,\r\n"));
    const std::string empty = api_.create_campaign();
    EXPECT_EQ(std::count_if(results.body.begin(), results.body.end(), [](char c) { return c == '\r'; }),
              2501);
    EXPECT_THAT(api_.get(empty + "/results.csv").body, testing::EndsWith("answered_by\r\n"));
}

}  // namespace
}  // namespace carillon::test
