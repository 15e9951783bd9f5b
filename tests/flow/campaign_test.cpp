// SPDX-License-Identifier: MIT
// A whole campaign through every room, and the carrier's ledger beside our own records.
#include "flow/product.hpp"

namespace carillon::test {

namespace {
class WholeCampaign : public Product {};
}  // namespace

TEST_F(WholeCampaign, RingsEverybodyOnceAndRecordsHowEachCallEnded) {
    start_fake();
    start_server();
    const auto id = start_campaign(120);
    const Json done = wait_until_done(id);

    EXPECT_EQ(done.at("status"), "completed");
    const auto endings = ledger().endings();
    const auto ended = [&](const char* word) { return endings.contains(word) ? endings.at(word) : 0; };
    EXPECT_EQ(done.at("counts").at("completed"), ended("completed"));
    EXPECT_EQ(done.at("counts").at("busy"), ended("busy"));
    EXPECT_EQ(done.at("counts").at("no_answer"), ended("no-answer"));
    EXPECT_EQ(done.at("counts").at("failed"), ended("failed"));
    EXPECT_EQ(ledger().calls.size(), 120U);
    expect_promises_kept();
}

TEST_F(WholeCampaign, HandsTheContactsVariablesToTheAgent) {
    start_fake();
    start_server();
    const auto id =
        start_campaign(1, {{"twiml_url", "https://agent.example/a?who={{name}}&city={{city|Bern}}"}});
    wait_until_done(id);
    EXPECT_EQ(ledger().calls.at(0).url, "https://agent.example/a?who=Person%200&city=Bern");
}

TEST_F(WholeCampaign, TakesBackWhatWaitsInTheCarriersQueueWhenItIsPaused) {
    start_fake({"--calls-per-second", "1"});
    start_server();
    const auto id = start_campaign(30);
    wait_until(id, [this](const Json&) {
        return std::stoi(query("select count(*) from calls where state = 'accepted'")) >= 8;
    });
    EXPECT_EQ(request("POST", "/v1/campaigns/" + std::to_string(id) + "/pause").status, 200);

    const Json paused = wait_until(id, [](const Json& counts) { return counts.at("in_progress") == 0; });

    EXPECT_EQ(paused.at("status"), "paused");
    const auto endings = ledger().endings();
    EXPECT_TRUE(endings.contains("canceled")) << "all were dialled before they could be taken back";
    expect_promises_kept();
}

TEST_F(WholeCampaign, KeepsItsPromisesAtACarrierThatFailsInEveryWay) {
    start_fake({"--drop-response",    "0.1",  "--reset-before-accept", "0.05", "--throttle-429",       "0.05",
                "--error-5xx-before", "0.05", "--error-5xx-after",     "0.05", "--truncate-body",      "0.05",
                "--callback-lost",    "0.1",  "--callback-doubled",    "0.2",  "--callback-reordered", "0.2",
                "--callback-early",   "0.2",  "--retry-after-seconds", "0"});
    start_server({"--reconcile-schedule", "1s,2s", "--poll-margin", "1s"});
    const auto id = start_campaign(150, {{"timeout_seconds", 5}});
    const Json done = wait_until_done(id);

    EXPECT_EQ(done.at("counts").at("total"), 150);
    EXPECT_GT(ledger().faults.size(), 50U) << "the faults did not strike";
    expect_promises_kept();
}

TEST_F(WholeCampaign, CanBeReadWithSqliteWhileItRuns) {
    start_fake();
    start_server({"--calls-per-second", "50"});
    const auto id = start_campaign(60);
    wait_until(id, [](const Json& counts) { return counts.at("completed").get<int>() > 0; });
    EXPECT_EQ(query("select status from report_campaigns"), "running");
    EXPECT_EQ(query("select count(*) from contacts c join calls k on k.id = c.last_call_id where "
                    "c.status='completed' and "
                    "k.outcome <> 'completed'"),
              "0");
    EXPECT_NE(query("select count(*) from callbacks b join calls k on k.id = b.call_id"), "0");
    wait_until_done(id);
}

}  // namespace carillon::test
