// SPDX-License-Identifier: MIT
// The schema's history: caught up with once, and refused where it is not ours.
#include "store/sqlite/migrations.hpp"

#include <fstream>

#include "store/sqlite/database.hpp"
#include "store/support/sqlite_test.hpp"
#include "store/support/whole_files.hpp"

namespace carillon::store::test {
namespace {

/// What `open_sqlite` says when it refuses; empty when it does not.
std::string refusal(const std::filesystem::path& file) {
    try {
        (void)migrate_sqlite(file);
        return {};
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

class Migrations : public testing::Test {
protected:
    carillon::test::TempDirectory directory;
    std::filesystem::path file = directory / "carillon.db";
    ScriptedDecisions decisions;
};

TEST_F(Migrations, AreTheFilesOfTheirFolder) {
    const auto known = sqlite::known_migrations();
    std::size_t files = 0;
    for (const auto& each : std::filesystem::directory_iterator{CARILLON_SOURCE_DIR "/migrations"})
        files += each.path().extension() == ".sql" ? 1 : 0;

    EXPECT_EQ(known.size(), files);
    for (const auto& each : known)
        EXPECT_EQ(each.text,
                  read_file(std::filesystem::path{CARILLON_SOURCE_DIR "/migrations"} /
                            (std::string{each.name} + ".sql")));
}

TEST_F(Migrations, AreAppliedOnceAndRememberedWithTheirChecksum) {
    const auto first = migrate_sqlite(file);
    const auto second = migrate_sqlite(file);

    ASSERT_EQ(first.size(), sqlite::known_migrations().size());
    for (const auto& step : first) EXPECT_TRUE(step.applied_now) << step.name;
    for (const auto& step : second) EXPECT_FALSE(step.applied_now) << step.name;
    const auto rows =
        SqliteShell{file}.rows("SELECT number, name, sha256, applied_at FROM schema_migrations");
    ASSERT_EQ(rows.size(), first.size());
    EXPECT_EQ(rows[0][0], "1");
    EXPECT_EQ(rows[0][1], "0001_tables");
    EXPECT_EQ(rows[0][2], sqlite::known_migrations()[0].sha256);
}

TEST_F(Migrations, ThatWereChangedAfterwardsStopWithASentence) {
    (void)migrate_sqlite(file);
    SqliteShell{file}.execute("UPDATE schema_migrations SET sha256 = 'other' WHERE number = 1");

    EXPECT_NE(refusal(file).find("0001_tables was changed"), std::string::npos) << refusal(file);
}

TEST_F(Migrations, OfANewerCarillonStopWithASentence) {
    (void)migrate_sqlite(file);
    SqliteShell{file}.execute("INSERT INTO schema_migrations VALUES (9999, '9999_future', '', 0)");

    EXPECT_NE(refusal(file).find("newer schema (9999_future)"), std::string::npos) << refusal(file);
}

TEST_F(Migrations, LeaveTheDatabaseOfAnotherProgramUntouched) {
    SqliteShell{file}.execute("CREATE TABLE recipes (name TEXT)");
    const std::string before = read_file(file);

    EXPECT_NE(refusal(file).find("another program"), std::string::npos) << refusal(file);
    EXPECT_EQ(read_file(file), before);
}

TEST_F(Migrations, RefuseWhatIsNoDatabase) {
    std::ofstream{file} << "Dear diary, today nobody called. Again. I wonder whether anybody ever will.";

    EXPECT_NE(refusal(file).find(file.string()), std::string::npos);
    EXPECT_NE(refusal(file).find("not an SQLite database"), std::string::npos) << refusal(file);
}

TEST_F(Migrations, SayWhichFileCannotBeOpened) {
    const auto nowhere = directory / "missing" / "carillon.db";

    EXPECT_NE(refusal(nowhere).find(nowhere.string()), std::string::npos) << refusal(nowhere);
}

TEST_F(Migrations, ThatFailLeaveNothingBehind) {
    sqlite::Database database{file, sqlite::Database::Access::read_write};
    const sqlite::Migration good{
        1, "0001_good", "a", "PRAGMA application_id = 0x4361726C; CREATE TABLE good (x)"};
    const sqlite::Migration bad{2, "0002_bad", "b", "CREATE TABLE half (x); CREATE TABLE half (x)"};

    EXPECT_THROW(sqlite::migrate(database, std::vector{good, bad}), std::runtime_error);

    SqliteShell shell{file};
    EXPECT_EQ(shell.value("SELECT group_concat(name) FROM sqlite_schema WHERE name IN ('good', 'half')"),
              "good");
    EXPECT_EQ(shell.value("SELECT max(number) FROM schema_migrations"), "1");
    EXPECT_EQ(sqlite::schema_version(database), 1);
}

TEST_F(Migrations, AreReportedWithoutCreatingAMissingFile) {
    const SqliteReport report = inspect_sqlite(file);

    EXPECT_FALSE(report.exists);
    EXPECT_EQ(report.problem, "");
    EXPECT_EQ(report.schema_version, 0);
    EXPECT_FALSE(report.library_version.empty());
    EXPECT_FALSE(report.consequences.empty());
    EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(Migrations, AreReportedWithoutLeavingFilesBehind) {
    (void)migrate_sqlite(file);
    const auto files = [&] {
        std::size_t count = 0;
        for (const auto& each : std::filesystem::directory_iterator{file.parent_path()})
            count += each.exists();
        return count;
    };
    const std::size_t before = files();

    const SqliteReport report = inspect_sqlite(file);

    EXPECT_TRUE(report.exists);
    EXPECT_EQ(report.quick_check, "ok");
    EXPECT_EQ(report.problem, "");
    EXPECT_EQ(report.schema_version, report.newest_known);
    EXPECT_EQ(files(), before);
}

TEST_F(Migrations, AreReportedWhileTheDatabaseIsInUse) {
    const Engine engine = open_sqlite(file, decisions);

    EXPECT_EQ(inspect_sqlite(file).quick_check, "ok");
}

TEST_F(Migrations, AreReportedWithTheProblemOfADamagedFile) {
    (void)migrate_sqlite(file);
    std::fstream damage{file, std::ios::in | std::ios::out | std::ios::binary};
    damage.seekp(4096 * 2);
    damage << std::string(4096, 'x');
    damage.close();

    EXPECT_NE(inspect_sqlite(file).problem, "");
}

/// Contacts from before 0007: where they are is found from their rows and their numbers.
TEST_F(Migrations, GiveContactsOfAnOlderDatabaseTheirZones) {
    {
        sqlite::Database older{file, sqlite::Database::Access::read_write};
        sqlite::migrate(older, sqlite::known_migrations().first(6));
    }
    EXPECT_EQ(SqliteShell{file}.execute(R"sql(
        INSERT INTO campaigns (id, name, status, settings, created_at) VALUES (1, 'old', 'draft', '{}', 0);
        INSERT INTO imports (id, campaign_id, received, accepted, started_at) VALUES (1, 1, 2, 2, 0);
        INSERT INTO contacts (id, campaign_id, phone, name, time_zone, variables, priority, status, next_attempt_at,
                              created_at, updated_at, import_id, line)
            VALUES (1, 1, '+41446681800', '', '', '{}', 0, 'pending', 0, 0, 0, 1, 2),
                   (2, 1, '+41446681801', '', 'Asia/Tokyo', '{}', 0, 'pending', 0, 0, 0, 1, 3))sql"),
              "");

    EXPECT_EQ(refusal(file), "");

    EXPECT_EQ(SqliteShell{file}.value("SELECT group_concat(zones, ', ') FROM contacts c JOIN zone_sets z "
                                      "ON z.id = c.zone_set_id ORDER BY c.id"),
              "Europe/Zurich, Asia/Tokyo");
}

/// Before 0012 an unresolved call did not always know since when, each callback said its SID, and a call had
/// its settings and evidence to itself.
TEST_F(Migrations, KeepWhatAnOlderDatabasesCallsAndCallbacksSay) {
    {
        sqlite::Database older{file, sqlite::Database::Access::read_write};
        sqlite::migrate(older, sqlite::known_migrations().first(11));
    }
    EXPECT_EQ(SqliteShell{file}.execute(R"sql(
        INSERT INTO calls (id, token, state, status, from_number, to_number, direction, attempt, settings,
                           settings_version, created_at, submitted_at, call_sid, evidence)
            VALUES (1, 'a', 'unresolved', 'pending', '+15551234567', '+15550000001', '', 1, '{"a":1}', 1, 5, 6, NULL, '{}'),
                   (2, 'b', 'ringing', 'pending', '+15551234567', '+15550000002', '', 1, '{"b":2}', 1, 5, 6, 'CA2',
                    '{"at":"then"}');
        INSERT INTO callbacks (call_id, call_sid, twilio_status, sequence_number, fields, source, received_at, applied)
            VALUES (2, 'CA2', 'ringing', 1, '{"CallSid":"CA2"}', 'webhook', 7, 1),
                   (2, 'CA9', 'ringing', 1, '{"CallSid":"CA9"}', 'webhook', 7, 0))sql"),
              "");

    EXPECT_EQ(refusal(file), "");

    EXPECT_EQ(SqliteShell{file}.value("SELECT given_up_at FROM calls WHERE id = 1"), "6");
    const auto engine = open_sqlite(file, decisions);
    const Call call = engine.reader->find_call(CallId{2}).value();
    EXPECT_EQ(call.settings, R"({"b":2})");
    EXPECT_EQ(call.evidence, R"({"at":"then"})");
    NewCallback again;
    again.call_sid = CallSid{"CA2"};
    again.twilio_status = "ringing";
    again.sequence_number = 1;
    engine.writer->begin();
    EXPECT_TRUE(engine.writer->settle_callback(again).duplicate);
    engine.writer->commit();
    const auto callbacks = engine.reader->list_callbacks(call.id);
    ASSERT_EQ(callbacks.size(), 2U);
    EXPECT_EQ(callbacks[0].call_sid, CallSid{"CA2"});
    EXPECT_EQ(callbacks[0].fields, R"({"CallSid":"CA2"})");
    EXPECT_EQ(callbacks[1].call_sid, CallSid{"CA9"});
}

/// Calls from before 0008 count on their UTC day: what is open keeps counting, what never left does not.
TEST_F(Migrations, CountWhatAnOlderDatabasesCallsUsed) {
    {
        sqlite::Database older{file, sqlite::Database::Access::read_write};
        sqlite::migrate(older, sqlite::known_migrations().first(7));
    }
    EXPECT_EQ(SqliteShell{file}.execute(R"sql(
        INSERT INTO calls (id, token, state, outcome, status, from_number, to_number, direction, attempt, settings,
                           settings_version, duration_seconds, created_at, submitted_at, ended_at)
            VALUES (1, 'a', 'ended', 'completed', 'completed', '+15551234567', '+15550000001', '', 1, '{}', 1, 61,
                    86400000, 86400000, 86461000),
                   (2, 'b', 'ended', 'rejected', 'failed', '+15551234567', '+15550000002', '', 1, '{}', 1, NULL,
                    86400000, 86400000, 86400000),
                   (3, 'c', 'submitting', NULL, 'pending', '+15551234567', '+15550000003', '', 1, '{}', 1, NULL,
                    86399999, 86399999, NULL))sql"),
              "");

    EXPECT_EQ(refusal(file), "");

    const std::vector<SqliteShell::Row> expected{{"1970-01-01", "1", "0"}, {"1970-01-02", "1", "2"}};
    EXPECT_EQ(SqliteShell{file}.rows("SELECT day, calls, minutes FROM usage ORDER BY day"), expected);
}

}  // namespace
}  // namespace carillon::store::test
