// SPDX-License-Identifier: MIT
// What the schema refuses, whoever writes: the promises that hold even against a bug or a shell.
#include "store/support/sqlite_test.hpp"

namespace carillon::store::test {
namespace {

class Schema : public SqliteTest {
protected:
    SqliteShell shell{file()};
};
INSTANTIATE_TEST_SUITE_P(Sqlite, Schema, sqlite_alone(), testing::PrintToStringParamName());

TEST_P(Schema, HasOnlyStrictTables) {
    EXPECT_EQ(shell.value("SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND NOT strict "
                          "AND name NOT LIKE 'sqlite_%'"),
              "0");
}

/// The words in `CHECK (<column> IN ('a', 'b'))` of a table, in their order.
std::vector<std::string> checked_words(SqliteShell& shell,
                                       const std::string& table,
                                       const std::string& column) {
    const std::string sql = shell.value("SELECT sql FROM sqlite_schema WHERE name = '" + table + "'");
    const std::size_t begin = sql.find("CHECK (" + column + " ");
    const std::string list = sql.substr(begin, sql.find("')", begin) + 1 - begin);
    std::vector<std::string> words;
    for (std::size_t at = list.find('\''); at != std::string::npos; at = list.find('\'', at + 1)) {
        const std::size_t end = list.find('\'', at + 1);
        words.push_back(list.substr(at + 1, end - at - 1));
        at = end;
    }
    return words;
}

/// Every word of an enumeration that counts from 0.
template <class Enum>
std::vector<std::string> words_of() {
    std::vector<std::string> words;
    for (int i = 0;; ++i) {
        const auto word = to_text(static_cast<Enum>(i));
        if (word.empty()) return words;
        words.emplace_back(word);
    }
}

TEST_P(Schema, KnowsTheWordsOfEachEnumeration) {
    EXPECT_EQ(checked_words(shell, "campaigns", "status"), words_of<CampaignStatus>());
    EXPECT_EQ(checked_words(shell, "contacts", "status"), words_of<ContactStatus>());
    EXPECT_EQ(checked_words(shell, "calls", "state"), words_of<CallState>());
    auto outcomes = words_of<Outcome>();
    ASSERT_EQ(outcomes.back(), "voicemail");  // is told and never stored (call.hpp)
    outcomes.pop_back();
    EXPECT_EQ(checked_words(shell, "calls", "outcome"), outcomes);
    EXPECT_EQ(checked_words(shell, "calls", "status"), words_of<CallStatus>());
    EXPECT_EQ(checked_words(shell, "callbacks", "source"), (std::vector<std::string>{"webhook", "poll"}));
}

TEST_P(Schema, CountsContactsUnderTheirOwnWords) {
    auto columns = shell.columns("campaign_counts");
    columns.erase(columns.begin());

    EXPECT_EQ(columns, words_of<ContactStatus>());
}

std::string copy_call(const std::string& state) {
    return "INSERT INTO calls (token, state, status, from_number, to_number, direction, attempt, settings, "
           "settings_version, created_at, given_up_at) SELECT 'other', '" +
           state +
           "', status, from_number, to_number, direction, attempt, settings, settings_version, created_at, " +
           (state == "unresolved" ? "1" : "NULL") + " FROM calls";
}

TEST_P(Schema, RefusesASecondOpenCallToANumber) {
    const Call call = accepted();

    EXPECT_NE(shell.execute(copy_call("claimed")).find("UNIQUE"), std::string::npos);
    EXPECT_EQ(shell.execute(copy_call("unresolved")), "");
}

TEST_P(Schema, KnowsAGivenUpCallByItsInstantAndOnlyThat) {
    (void)accepted();

    EXPECT_NE(shell.execute("UPDATE calls SET state = 'unresolved'"), "");
    EXPECT_NE(shell.execute("UPDATE calls SET given_up_at = 1"), "");
    EXPECT_EQ(shell.execute("UPDATE calls SET state = 'unresolved', given_up_at = 1"), "");
    EXPECT_NE(shell.execute("UPDATE calls SET state = 'ringing'"), "");
    EXPECT_EQ(shell.execute(
                  "UPDATE calls SET state = 'ended', ended_at = 2, outcome = 'busy', next_check_at = NULL"),
              "");
}

TEST_P(Schema, RefusesToChangeOrForgetASharedText) {
    (void)accepted();

    EXPECT_NE(shell.execute("UPDATE shared_texts SET text = ''"), "");
    EXPECT_NE(shell.execute("DELETE FROM shared_texts"), "");
}

TEST_P(Schema, RefusesAnEndWithoutItsInstantAndOutcome) {
    (void)accepted();

    EXPECT_NE(shell.execute("UPDATE calls SET state = 'ended'"), "");
    EXPECT_NE(shell.execute("UPDATE calls SET ended_at = 1"), "");
    EXPECT_NE(shell.execute("UPDATE calls SET state = 'ended', ended_at = 1, next_check_at = NULL"), "");
    EXPECT_EQ(shell.execute(
                  "UPDATE calls SET state = 'ended', ended_at = 1, next_check_at = NULL, outcome = 'busy'"),
              "");
}

TEST_P(Schema, RefusesAWaitingContactWithoutItsNextAttempt) {
    add(draft().id, 1, 1);

    EXPECT_NE(shell.execute("UPDATE contacts SET next_attempt_at = NULL"), "");
    EXPECT_NE(shell.execute("UPDATE contacts SET status = 'failed'"), "");
}

TEST_P(Schema, RefusesToChangeOrForgetACallback) {
    settle(callback(accepted(), "ringing", 1));

    EXPECT_NE(shell.execute("UPDATE callbacks SET twilio_status = 'busy'"), "");
    EXPECT_NE(shell.execute("DELETE FROM callbacks"), "");
    EXPECT_NE(shell.execute("DELETE FROM calls"), "");
    EXPECT_NE(shell.execute("DELETE FROM contacts"), "");
}

TEST_P(Schema, TellsWhatHappensWhoeverWrites) {
    add(draft().id, 1, 3);

    shell.execute("UPDATE contacts SET status = 'failed', next_attempt_at = NULL WHERE phone LIKE '%1'");
    shell.execute("UPDATE campaigns SET status = 'running'");

    EXPECT_EQ(shell.value("SELECT group_concat(kind) FROM events"), "contact.done,campaign.started");
}

TEST_P(Schema, RefusesToChangeAnEventAndKeepsTheNewest) {
    move(draft().id, CampaignMove::start);
    move(draft().id, CampaignMove::start);

    EXPECT_NE(shell.execute("UPDATE events SET kind = 'call.ended'"), "");
    EXPECT_EQ(shell.execute("DELETE FROM events"), "");
    EXPECT_EQ(shell.value("SELECT group_concat(id) FROM events"), "2");
}

TEST_P(Schema, KeepsTheCountsRightWhoeverWrites) {
    const CampaignId id = draft().id;
    add(id, 1, 3);

    shell.execute("UPDATE contacts SET status = 'failed', next_attempt_at = NULL WHERE phone LIKE '%1'");

    EXPECT_EQ(campaign(id).counts.of(ContactStatus::failed), 1);
    EXPECT_EQ(campaign(id).counts.of(ContactStatus::pending), 2);
}

}  // namespace
}  // namespace carillon::store::test
