// SPDX-License-Identifier: MIT
// `carillon replay` and `carillon check --deep`: what they find, and with which code they end.
#include "cli/files_fixture.hpp"
#include "store/sqlite/audit.hpp"

namespace carillon::test {
namespace {

using testing::HasSubstr;

class Replay : public Files {};

class DeepCheck : public Files {
protected:
    void expect_finding(const std::string& sentence) {
        const Ended ended = run({"check", "--deep"});
        EXPECT_EQ(ended.code, 1) << ended.output << ended.errors;
        EXPECT_THAT(ended.output, HasSubstr(sentence));
    }
};

}  // namespace

TEST_F(Replay, FindsNoDifferenceWhereThereIsNone) {
    const Ended ended = run({"replay"});

    EXPECT_EQ(ended.code, 0);
    EXPECT_EQ(ended.output, "1 calls with 1 callbacks: 0 differences\n");
}

TEST_F(Replay, NamesEachDifferenceAndItsCall) {
    write("UPDATE calls SET duration_seconds = 50, status = 'busy'");

    const Ended ended = run({"replay"});

    EXPECT_EQ(ended.code, 1);
    EXPECT_THAT(ended.output, HasSubstr("call 1: duration_seconds is 50, its callbacks say 49\n"));
    EXPECT_THAT(ended.output, HasSubstr("call 1: status is 'busy', its callbacks say 'completed'\n"));
    EXPECT_THAT(ended.output, HasSubstr("1 calls with 1 callbacks: 2 differences\n"));
}

TEST_F(Replay, OfNoDatabaseEndsWithThree) {
    EXPECT_EQ(run({"replay", "--db", "nothing.db"}).code, 3);
}

TEST_F(DeepCheck, FindsNothingInASoundDatabase) {
    const Ended ended = run({"check", "--deep"});

    EXPECT_EQ(ended.code, 0) << ended.output;
    EXPECT_THAT(ended.output, HasSubstr("1 calls with 1 callbacks looked through, 0 findings"));
}

TEST_F(DeepCheck, FindsCountsThatAreWrong) {
    write("UPDATE campaign_counts SET completed = 7");
    expect_finding("campaign 1 counts its contacts wrongly");
}

TEST_F(DeepCheck, FindsAContactInProgressWithoutAnOpenCall) {
    write("UPDATE contacts SET status = 'in_progress'");
    expect_finding("contact 1 is in progress, but its last call 1 is ended");
}

TEST_F(DeepCheck, FindsAnOpenCallWhoseContactIsDone) {
    write("UPDATE calls SET state = 'ringing', outcome = NULL, ended_at = NULL");
    expect_finding("call 1 is ringing, but its contact 1 is completed");
}

TEST_F(DeepCheck, FindsTwoOpenCallsToANumberThoughTheIndexIsGone) {
    write(R"sql(
        DROP INDEX calls_one_open_per_number;
        INSERT INTO calls (id, token, state, status, from_number, to_number, direction, attempt, settings,
                           settings_version, created_at)
            SELECT value, 't' || value, 'submitting', 'pending', '+15559999999', '+15550000003', '', 1, '{}', 1, 1
              FROM json_each('[2, 3]'))sql");
    const store::SqliteAudit audit = store::audit_sqlite(folder / "campaigns.db");

    EXPECT_THAT(audit.findings, testing::Contains("calls 2 and 3 to one number are open at the same time"));
    EXPECT_NE(run({"check", "--deep"}).code, 0);
}

TEST_F(DeepCheck, FindsOpenCallsThatAreCountedWrongly) {
    write("UPDATE open_calls SET calls = 7");
    expect_finding("of campaign 1 7 calls from +15559999999 are counted as open, there are 0");
}

TEST_F(DeepCheck, FindsAContactThatACompletedCampaignForgot) {
    write("UPDATE contacts SET status = 'pending', next_attempt_at = 1");
    write("UPDATE campaigns SET status = 'completed', ended_at = 1");
    expect_finding("contact 1 is pending, but its campaign 1 is completed");
}

TEST_F(DeepCheck, FindsUploadsThatDoNotAddUp) {
    write("UPDATE imports SET received = 2, rejected = 1");
    expect_finding("upload 1 left 1 rows out and explains 0");
    write("UPDATE imports SET received = 3, accepted = 2");
    expect_finding("campaign 1 has 1 contacts, its uploads accepted 2");
}

TEST_F(DeepCheck, FindsDeliveriesThatWaitForNothing) {
    write(R"sql(
        INSERT INTO webhooks (url, kinds, secret, created_at) VALUES ('https://crm.example', ' ', '', 1);
        UPDATE contacts SET status = 'busy';
        UPDATE contacts SET status = 'completed')sql");
    EXPECT_EQ(run({"check", "--deep"}).code, 0);

    write("UPDATE deliveries SET next_attempt_at = NULL");
    expect_finding("of webhook 1 the deliveries about contact 1 wait for none that is under way");
    write("UPDATE deliveries SET next_attempt_at = 1");
    expect_finding("of webhook 1 the deliveries about contact 1 do not go one after the other");
}

TEST_F(DeepCheck, FindsACallThatItsCallbacksContradict) {
    write("UPDATE calls SET duration_seconds = 50");
    expect_finding("call 1: duration_seconds is 50");
}

TEST_F(DeepCheck, EndsWithFourWhereSqliteItselfComplains) {
    write("PRAGMA foreign_keys = OFF; UPDATE contacts SET last_call_id = 99");

    const Ended ended = run({"check", "--deep"});

    EXPECT_EQ(ended.code, 4);
    EXPECT_THAT(ended.output, HasSubstr("row 1 of contacts refers to a missing row of calls"));
}

}  // namespace carillon::test
