// SPDX-License-Identifier: MIT
// A campaign that meets answering machines, through every room: the request, the signed verdict, the report.
#include "flow/product.hpp"

namespace carillon::test {

namespace {
class MeetingMachines : public Product {};
}  // namespace

TEST_F(MeetingMachines, HangsUpCallsAgainAndReportsThem) {
    start_fake({"--answer",
                "0.5",
                "--busy",
                "0",
                "--no-answer",
                "0",
                "--failed",
                "0",
                "--voicemail",
                "0.5",
                "--callback-doubled",
                "0.2",
                "--callback-reordered",
                "0.2"});
    start_server();
    const auto id = start_campaign(40,
                                   {{"max_attempts", 2},
                                    {"machine_detection", {{"mode", "enable"}, {"on_machine", "hang_up"}}},
                                    {"retries", {{"voicemail", {{"times", 1}, {"delays_seconds", {1}}}}}}});
    const Json done = wait_until_done(id);

    EXPECT_EQ(done.at("counts").at("completed"), 40);
    std::int64_t machines = 0;
    for (const LedgerCall& call : ledger().calls) {
        if (call.answered_by == "machine_start") ++machines;
        EXPECT_EQ(query("SELECT outcome FROM report_calls WHERE call_sid = '" + call.sid + "'"),
                  call.answered_by == "machine_start" ? "voicemail" : "completed");
    }
    EXPECT_GT(machines, 0);
    EXPECT_EQ(query("SELECT voicemail FROM report_daily"), std::to_string(machines));
    EXPECT_EQ(query("SELECT count(*) FROM contacts WHERE attempts > 1 AND id NOT IN (SELECT contact_id FROM "
                    "report_calls WHERE outcome = 'voicemail')"),
              "0");
    EXPECT_NE(query("SELECT count(*) FROM contacts WHERE attempts = 2"), "0");
    expect_promises_kept();
    EXPECT_EQ(run("replay"), 0);
}

}  // namespace carillon::test
