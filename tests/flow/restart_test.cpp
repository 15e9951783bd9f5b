// SPDX-License-Identifier: MIT
// Stopped or killed in mid-campaign: the next start goes on, and the carrier's ledger shows nobody rung
// twice.
#include <csignal>

#include "flow/product.hpp"

namespace carillon::test {

namespace {

class Restart : public Product {
protected:
    void wait_for_calls(std::int64_t campaign, int contacts_touched, int total) {
        wait_until(campaign, [=](const Json& counts) {
            return total - counts.at("pending").get<int>() >= contacts_touched;
        });
    }
};

}  // namespace

TEST_F(Restart, AfterSigtermGoesOnToTheEndAndRingsNobodyTwice) {
    start_fake();
    start_server({"--calls-per-second", "100"});
    const auto id = start_campaign(100);
    wait_for_calls(id, 30, 100);
    EXPECT_EQ(restart_server(SIGTERM), 0);
    EXPECT_EQ(query("select count(*) from calls where state in ('claimed', 'submitting', 'unknown')"), "0")
        << "an orderly stop leaves nothing half done";
    wait_until_done(id);
    EXPECT_EQ(ledger().calls.size(), 100U);
    expect_promises_kept();
}

TEST_F(Restart, AfterKillsGoesOnToTheEndAndRingsNobodyTwice) {
    start_fake();
    start_server({"--calls-per-second", "100", "--reconcile-schedule", "1s,2s,4s", "--poll-margin", "1s"});
    const auto id = start_campaign(120, {{"timeout_seconds", 5}, {"time_limit_seconds", 60}});
    for (const int touched : {20, 45, 80}) {
        wait_for_calls(id, touched, 120);
        EXPECT_EQ(restart_server(SIGKILL), -SIGKILL);
    }
    const Json done = wait_until_done(id);
    EXPECT_EQ(done.at("counts").at("total"), 120);
    expect_promises_kept();
}

TEST_F(Restart, ASecondServerOnTheSameFileIsRefused) {
    start_fake();
    start_server();
    const std::vector<std::string> command{
        CARILLON_BINARY, "serve", "--port", "0", "--db", (directory / "carillon.db").string()};
    const std::string log = (directory / "second.log").string();
    Process second{command, environment(), log};
    EXPECT_EQ(second.wait(), 3);
}

}  // namespace carillon::test
