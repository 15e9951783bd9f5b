// SPDX-License-Identifier: MIT
// A backup made in mid-campaign is put back after a kill: the carrier's ledger shows nobody rung twice, and
// nobody left out.
#include <csignal>

#include "flow/product.hpp"

namespace carillon::test {
namespace {

class Restore : public Product {
protected:
    void wait_for_calls(std::int64_t campaign, int contacts_touched, int total) {
        wait_until(campaign, [=](const Json& counts) {
            return total - counts.at("pending").get<int>() >= contacts_touched;
        });
    }
    std::string backup() const { return (directory / "campaign.backup").string(); }

    std::map<std::string, int> calls_by_number() {
        std::map<std::string, int> calls;
        for (const LedgerCall& call : ledger().calls) ++calls[call.to];
        return calls;
    }
};

const std::vector<std::string> flags{"--calls-per-second",
                                     "100",
                                     "--reconcile-schedule",
                                     "1s,2s,4s",
                                     "--poll-margin",
                                     "1s",
                                     "--restore-wait",
                                     "1s"};

}  // namespace

TEST_F(Restore, OfABackupFromMidCampaignRingsNobodyTwiceAndLeavesNobodyOut) {
    start_fake();
    start_server(flags);
    const auto id = start_campaign(150, {{"timeout_seconds", 5}, {"time_limit_seconds", 60}});
    wait_for_calls(id, 30, 150);
    ASSERT_EQ(run("backup", {backup()}), 0);
    wait_for_calls(id, 90, 150);

    EXPECT_EQ(run("restore", {backup()}), 3) << "a server runs on it";
    EXPECT_EQ(stop_server(SIGKILL), -SIGKILL);
    ASSERT_EQ(run("restore", {backup()}), 0);
    EXPECT_LT(std::stoi(query("select count(*) from calls")), 90);
    start_server_again();
    wait_until_done(id);

    const auto calls = calls_by_number();
    EXPECT_EQ(calls.size(), 150U);
    for (const auto& [number, times] : calls) EXPECT_EQ(times, 1) << number;
    EXPECT_EQ(query("select count(*) from calls where call_sid is not null"), "150");
    EXPECT_EQ(query("select count(*) from restorations where swept_at is not null"), "1");
    EXPECT_EQ(run("replay"), 0);
    EXPECT_EQ(stop_server(SIGTERM), 0);
    EXPECT_EQ(run("check", {"--deep"}), 0);
}

}  // namespace carillon::test
