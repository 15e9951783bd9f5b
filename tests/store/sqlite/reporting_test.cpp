// SPDX-License-Identifier: MIT
// The reporting views are a contract, and docs/reporting.md is its text: both are held against each other
// here.
#include <fstream>
#include <map>
#include <sstream>

#include "store/support/sqlite_test.hpp"

namespace carillon::store::test {
namespace {

/// What docs/reporting.md says.
struct Page {
    std::map<std::string, std::vector<std::string>> views;  ///< columns, in their order
    std::vector<std::string> queries;
};

Page read_page() {
    std::ifstream file{CARILLON_SOURCE_DIR "/docs/reporting.md"};
    Page page;
    std::string line, view, query;
    bool is_in_query = false;
    while (std::getline(file, line)) {
        if (line == "```sql") {
            is_in_query = true;
        } else if (line == "```" && is_in_query) {
            page.queries.push_back(query);
            query.clear();
            is_in_query = false;
        } else if (is_in_query) {
            query += line + "\n";
        } else if (line.rfind("## ", 0) == 0) {
            view = line.rfind("## report_", 0) == 0 ? line.substr(3) : "";
        } else if (!view.empty() && line.rfind("| ", 0) == 0 && line.rfind("| column ", 0) != 0) {
            page.views[view].push_back(line.substr(2, line.find(' ', 2) - 2));
        }
    }
    return page;
}

class Reporting : public SqliteTest {
protected:
    Reporting() { fill(); }

    /// A campaign in which something of everything happened.
    void fill() {
        const CampaignId id = running().id;
        NewContact ada = person(1);
        ada.variables = R"({"city":"Basel"})";
        add(id, {ada, person(2), person(3), person(4), person(5), person(6)});
        suppress(number(6));
        std::vector<Call> calls;
        for (const auto& each : claim(id, 5)) {
            calls.push_back(each.call);
            (void)await(store->record_submitting(each.call.id, noon + Milliseconds{125}));
        }
        const auto place = [&](std::size_t i, PlaceResult result) {
            return await(store->record_placing(calls.at(i).id, std::move(result), noon + Seconds{1}));
        };
        NewCallback end = callback(place(0, accepted_as(sid(1))).call.value(), "completed", 3);
        end.duration_seconds = 42;
        settle(end);
        settle(callback(place(1, accepted_as(sid(2))).call.value(), "busy", 3));
        place(2, Refused{RefusalScope::contact, 21211, 400, "invalid number"});
        place(3, Unknown{"timeout"});
        for (int i = 0; i < 2; ++i) (void)await(store->record_search(calls.at(3).id, {}, noon));
        place(4, accepted_as(sid(5)));
    }

    SqliteShell shell{file()};
};
INSTANTIATE_TEST_SUITE_P(Sqlite, Reporting, sqlite_alone(), testing::PrintToStringParamName());

TEST_P(Reporting, HasTheColumnsThatThePageDocuments) {
    const auto page = read_page();

    EXPECT_EQ(page.views.size(), 10U);
    EXPECT_EQ(shell.value("SELECT count(*) FROM sqlite_schema WHERE type = 'view'"), "10");
    for (const auto& [view, columns] : page.views) EXPECT_EQ(shell.columns(view), columns) << view;
}

TEST_P(Reporting, AnswersTheTenQueriesOfThePage) {
    const auto queries = read_page().queries;

    EXPECT_EQ(queries.size(), 10U);
    for (const std::string& query : queries) EXPECT_FALSE(shell.rows(query).empty()) << query;
}

TEST_P(Reporting, ReadsCampaignsFromTheirCountersAlone) {
    for (const auto& row : shell.rows("EXPLAIN QUERY PLAN SELECT * FROM report_campaigns")) {
        EXPECT_EQ(row.at(3).find("contacts"), std::string::npos) << row.at(3);
        EXPECT_EQ(row.at(3).find("calls"), std::string::npos) << row.at(3);
    }
}

TEST_P(Reporting, ShowsACampaignAsItStands) {
    const auto row = shell.rows(
        "SELECT campaign, status, contacts, done, done_percent, pending, in_progress, completed, failed, "
        "blocked, "
        "unresolved, created_at, ended_at FROM report_campaigns");

    EXPECT_EQ(row.at(0),
              (SqliteShell::Row{"Spring",
                                "running",
                                "6",
                                "4",
                                "66.7",
                                "1",
                                "1",
                                "1",
                                "1",
                                "1",
                                "1",
                                "2023-11-14T22:13:20.000Z",
                                "NULL"}));
}

TEST_P(Reporting, ShowsACallWithItsInstantsAsText) {
    const auto row = shell.rows(
        "SELECT campaign, contact_name, to_number, state, outcome, status, call_sid, duration_seconds, "
        "submitted_at, "
        "accepted_at, ended_at, ring_seconds FROM report_calls WHERE call_id = 1");

    EXPECT_EQ(row.at(0),
              (SqliteShell::Row{"Spring",
                                "Person 1",
                                number(1).e164(),
                                "ended",
                                "completed",
                                "completed",
                                sid(1).text(),
                                "42",
                                "2023-11-14T22:13:20.125Z",
                                "2023-11-14T22:13:21.000Z",
                                "2023-11-14T22:13:25.000Z",
                                "4"}));
}

TEST_P(Reporting, ShowsAContactWithItsLastCall) {
    const auto rows = shell.rows(
        "SELECT phone, status, attempts, last_outcome, last_error_code, next_attempt_at, import_line "
        "FROM report_contacts ORDER BY contact_id");

    EXPECT_EQ(rows.at(1),
              (SqliteShell::Row{
                  number(2).e164(), "pending", "1", "busy", "NULL", "2023-11-14T23:13:25.000Z", "3"}));
    EXPECT_EQ(rows.at(2),
              (SqliteShell::Row{number(3).e164(), "failed", "1", "rejected", "21211", "NULL", "4"}));
    EXPECT_EQ(rows.at(5), (SqliteShell::Row{number(6).e164(), "blocked", "0", "NULL", "NULL", "NULL", "7"}));
}

TEST_P(Reporting, SumsUpADayAndItsErrors) {
    EXPECT_EQ(shell
                  .rows("SELECT day, calls, completed, busy, rejected, unresolved, open, talk_seconds, "
                        "completed_percent FROM report_daily")
                  .at(0),
              (SqliteShell::Row{"2023-11-14", "5", "1", "1", "1", "1", "1", "42", "50.0"}));
    EXPECT_EQ(shell.rows("SELECT error_code, calls, numbers, example_message FROM report_errors").at(0),
              (SqliteShell::Row{"21211", "1", "1", "invalid number"}));
}

TEST_P(Reporting, TellsAVoicemailAsTheNounDoes) {
    for (const char* answered_by : {"human",
                                    "machine_start",
                                    "machine_end_beep",
                                    "machine_end_silence",
                                    "machine_end_other",
                                    "fax",
                                    "unknown",
                                    "machine",
                                    ""}) {
        for (const char* call : {"1", "2"}) {  // completed, busy
            shell.rows("UPDATE calls SET answered_by = '" + std::string{answered_by} +
                       "' WHERE id = " + call);
            const auto stored =
                parse_outcome(shell.value("SELECT outcome FROM calls WHERE id = " + std::string{call}));
            const std::string told{to_text(ending_of(stored.value(), answered_by))};
            EXPECT_EQ(shell.value("SELECT outcome FROM report_calls WHERE call_id = " + std::string{call}),
                      told)
                << answered_by;
            EXPECT_EQ(shell.value("SELECT last_outcome FROM report_contacts WHERE last_call_id = " +
                                  std::string{call}),
                      told);
            EXPECT_EQ(shell.value("SELECT status FROM report_calls WHERE call_id = " + std::string{call}),
                      to_text(*stored));
        }
        const bool is_voicemail = ending_of(Outcome::completed, answered_by) == Outcome::voicemail;
        EXPECT_EQ(shell.rows("SELECT calls, completed, voicemail, completed_percent FROM report_daily").at(0),
                  (is_voicemail ? SqliteShell::Row{"5", "0", "1", "0.0"}
                                : SqliteShell::Row{"5", "1", "0", "50.0"}));
    }
}

TEST_P(Reporting, ShowsAdhocCallsWithoutACampaign) {
    OpenCall adhoc{number(50), some_settings(), token(50), std::nullopt, noon};
    (void)await(store->open_call(adhoc));

    EXPECT_EQ(shell.value("SELECT count(*) FROM report_calls WHERE campaign_id IS NULL AND campaign IS NULL"),
              "1");
    EXPECT_EQ(shell.value("SELECT calls FROM report_daily WHERE campaign_id IS NULL"), "1");
}

}  // namespace
}  // namespace carillon::store::test
