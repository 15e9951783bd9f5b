// SPDX-License-Identifier: MIT
// `carillon backup` and `carillon restore` on real files.
#include <sys/stat.h>

#include "cli/files_fixture.hpp"

namespace carillon::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Backup : public Files {};
class Restore : public Files {};

}  // namespace

TEST_F(Backup, IsOneFileWithAllRowsThatOnlyItsOwnerMayRead) {
    const Ended ended = run({"backup", "copy"});

    ASSERT_EQ(ended.code, 0) << ended.errors;
    EXPECT_THAT(ended.output, HasSubstr("contacts 1\n"));
    EXPECT_THAT(names("copy"), ElementsAre("copy"));
    struct stat state {};
    ASSERT_EQ(::stat((folder / "copy").c_str(), &state), 0);
    EXPECT_EQ(state.st_mode & 0777, 0600U);
    EXPECT_EQ(value("copy", "SELECT phone FROM contacts"), "+15550000001");
    EXPECT_EQ(value("copy", "PRAGMA integrity_check"), "ok");
}

TEST_F(Backup, ReplacesAFileOnlyWhenForced) {
    std::ofstream{folder / "copy"} << "something dear";

    EXPECT_EQ(run({"backup", "copy"}).code, 1);
    EXPECT_EQ(read("copy"), "something dear");
    EXPECT_EQ(run({"backup", "copy", "--force"}).code, 0);
    EXPECT_EQ(value("copy", "SELECT count(*) FROM calls"), "1");
    EXPECT_EQ(run({"backup", "campaigns.db", "--force"}).code, 3) << "the database itself";
    EXPECT_EQ(value("campaigns.db", "SELECT count(*) FROM calls"), "1");
}

TEST_F(Backup, OfADamagedDatabaseIsNotKept) {
    overwrite_the_middle_of("campaigns.db");

    const Ended ended = run({"backup", "copy"});

    EXPECT_EQ(ended.code, 4) << ended.errors;
    EXPECT_THAT(names("copy"), IsEmpty());
}

TEST_F(Backup, HasWhatStandsInTheLogAndMovesNothingOutOfIt) {
    leave_rows_in_the_log();
    take_what_was_left();
    const std::string file = read("campaigns.db");
    const std::string log = read("campaigns.db-wal");
    ASSERT_FALSE(log.empty());

    ASSERT_EQ(run({"backup", "copy"}).code, 0);

    EXPECT_EQ(value("copy", "SELECT count(*) FROM suppressions"), "1");
    EXPECT_TRUE(read("campaigns.db") == file);
    EXPECT_TRUE(read("campaigns.db-wal") == log);
}

TEST_F(Backup, SeesOneMomentOfADatabaseThatIsBeingWritten) {
    SQLite::Database writer{(folder / "campaigns.db").string(), SQLite::OPEN_READWRITE};
    writer.exec("PRAGMA wal_autocheckpoint = 0");
    writer.exec("INSERT INTO suppressions (phone, reason, created_at) VALUES ('+15550000001', '', 1)");
    writer.exec("BEGIN IMMEDIATE");
    writer.exec("INSERT INTO suppressions (phone, reason, created_at) VALUES ('+15550000002', '', 1)");

    const Ended ended = run({"backup", "copy"});

    ASSERT_EQ(ended.code, 0) << ended.errors;
    EXPECT_EQ(value("copy", "SELECT count(*) FROM suppressions"), "1");
    writer.exec("COMMIT");
}

TEST_F(Backup, OfNothingIsNone) {
    const Ended ended = run({"backup", "copy", "--db", "nothing.db"});

    EXPECT_EQ(ended.code, 3);
    EXPECT_THAT(names("nothing"), IsEmpty());
}

TEST_F(Backup, OfAFileWithTwoNamesGoesByTheOneThatHasTheLog) {
    leave_rows_in_the_log();
    take_what_was_left();
    std::filesystem::create_hard_link(folder / "campaigns.db", folder / "link.db");

    const Ended wrong = run({"backup", "copy", "--db", "link.db"});
    EXPECT_EQ(wrong.code, 3);
    EXPECT_THAT(wrong.errors, HasSubstr("the newest rows would be missing"));
    EXPECT_THAT(names("copy"), IsEmpty());
    EXPECT_THAT(names("link.db"), ElementsAre("link.db"));

    ASSERT_EQ(run({"backup", "copy"}).code, 0);
    EXPECT_EQ(value("copy", "SELECT count(*) FROM suppressions"), "1");
}

TEST_F(Restore, PutsTheBackupInPlaceAndKeepsWhatWasThereWithItsLog) {
    ASSERT_EQ(run({"backup", "copy"}).code, 0);
    leave_rows_in_the_log();
    take_what_was_left();

    const Ended ended = run({"restore", "copy"});

    ASSERT_EQ(ended.code, 0) << ended.errors;
    EXPECT_THAT(ended.output, HasSubstr("before anybody is rung"));
    const auto kept = names("campaigns.db.before-restore-");
    ASSERT_EQ(kept.size(), 2U);
    EXPECT_EQ(kept[1], kept[0] + "-wal");
    EXPECT_THAT(names("campaigns.db-"), IsEmpty()) << "the old log would be taken for the backup's";
    EXPECT_EQ(value("campaigns.db", "SELECT count(*) FROM callbacks"), "1");
    EXPECT_EQ(value(kept[0], "SELECT count(*) FROM suppressions"), "1");
    EXPECT_EQ(value("campaigns.db", "PRAGMA integrity_check"), "ok");
}

TEST_F(Restore, NotesWhatTheBackupKnowsAndThatItIsBehind) {
    ASSERT_EQ(run({"backup", "copy"}).code, 0);

    ASSERT_EQ(run({"restore", "copy"}).code, 0);

    EXPECT_EQ(value("campaigns.db", "SELECT known_until_at FROM restorations WHERE swept_at IS NULL"),
              "9000");
    EXPECT_EQ(value("copy", "SELECT count(*) FROM restorations"), "0") << "the backup stays as it is";
}

TEST_F(Restore, TakesTheSuppressionsOverThatWereMadeSince) {
    write("INSERT INTO suppressions (phone, reason, created_at) VALUES ('+15550000001', 'old', 1)");
    ASSERT_EQ(run({"backup", "copy"}).code, 0);
    write("DELETE FROM suppressions");
    leave_rows_in_the_log();  // one of another number
    take_what_was_left();

    const Ended ended = run({"restore", "copy"});

    EXPECT_THAT(ended.output, HasSubstr("1 suppressions that are not in the backup"));
    EXPECT_EQ(value("campaigns.db", "SELECT group_concat(phone) FROM suppressions"),
              "+15550000001,+15550000009");
    EXPECT_EQ(value("campaigns.db", "SELECT known_until_at FROM restorations"), "9000");
}

TEST_F(Restore, KeepsRevokedKeysRevokedAndNewOnesGood) {
    const std::string row = "INSERT INTO api_keys (name, secret_sha256, scopes, created_at) VALUES ";
    const auto digest = [](char digit) { return std::string(64, digit); };
    write(row + "('crm', '" + digest('a') + "', 'read', 1), ('bi', '" + digest('b') + "', 'read', 1)");
    ASSERT_EQ(run({"backup", "copy"}).code, 0);
    write("UPDATE api_keys SET revoked_at = 5 WHERE name = 'crm'");
    write(row + "('crm', '" + digest('c') + "', 'upload', 6)");

    const Ended ended = run({"restore", "copy"});

    EXPECT_THAT(ended.output, HasSubstr("2 API keys that were made or revoked since"));
    EXPECT_EQ(value("campaigns.db",
                    "SELECT group_concat(id || name || substr(secret_sha256, 1, 1) || coalesce(revoked_at, "
                    "'-'), ' ') "
                    "FROM api_keys"),
              "1crma5 2bib- 3crmc-");
}

TEST_F(Restore, SaysWhenTheSuppressionsCannotBeRead) {
    ASSERT_EQ(run({"backup", "copy"}).code, 0);
    overwrite_the_middle_of("campaigns.db");
    std::fstream{folder / "campaigns.db", std::ios::in | std::ios::out | std::ios::binary}
        << "no database any more";

    const Ended ended = run({"restore", "copy"});

    EXPECT_EQ(ended.code, 0) << ended.errors;
    EXPECT_THAT(ended.output, HasSubstr("CANNOT BE READ"));
    EXPECT_EQ(value("campaigns.db", "SELECT count(*) FROM calls"), "1");
}

TEST_F(Restore, OfADamagedBackupChangesNothing) {
    ASSERT_EQ(run({"backup", "copy"}).code, 0);
    overwrite_the_middle_of("copy");
    const std::string before = read("campaigns.db");

    const Ended ended = run({"restore", "copy"});

    EXPECT_EQ(ended.code, 4);
    EXPECT_THAT(ended.errors, HasSubstr("nothing was changed"));
    EXPECT_TRUE(read("campaigns.db") == before);
    EXPECT_THAT(names("campaigns.db.before"), IsEmpty());
    EXPECT_THAT(names("campaigns.db.part"), IsEmpty());
}

TEST_F(Restore, OfAnotherProgramsFileChangesNothing) {
    {
        SQLite::Database other{(folder / "other").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
        other.exec("CREATE TABLE recipes (name TEXT)");
    }
    EXPECT_EQ(run({"restore", "other"}).code, 3);
    EXPECT_EQ(run({"restore", "nowhere"}).code, 3);
    EXPECT_EQ(run({"restore", "campaigns.db"}).code, 3);
    EXPECT_EQ(value("campaigns.db", "SELECT count(*) FROM calls"), "1");
}

TEST_F(Restore, RefusesADatabaseWithAnotherNameWhichWouldKeepWhatIsReplaced) {
    ASSERT_EQ(run({"backup", "copy"}).code, 0);
    std::filesystem::create_hard_link(folder / "campaigns.db", folder / "link.db");
    const std::string before = read("campaigns.db");

    const Ended ended = run({"restore", "copy"});

    EXPECT_EQ(ended.code, 3);
    EXPECT_THAT(ended.errors, HasSubstr("has other names (hard links)"));
    EXPECT_EQ(run({"restore", "copy", "--db", "link.db"}).code, 3);
    EXPECT_TRUE(read("campaigns.db") == before);
    EXPECT_THAT(names("campaigns.db.before"), IsEmpty());
    std::filesystem::remove(folder / "link.db");
    EXPECT_EQ(run({"restore", "copy"}).code, 0);
}

TEST_F(Restore, TakesABackupOfSeveralNames) {
    ASSERT_EQ(run({"backup", "copy"}).code, 0);
    std::filesystem::create_hard_link(folder / "copy", folder / "copy-of-the-day");

    EXPECT_EQ(run({"restore", "copy"}).code, 0);
    EXPECT_EQ(run({"migrate"}).code, 0);
}

TEST_F(Restore, WorksWhereNoDatabaseIs) {
    ASSERT_EQ(run({"backup", "copy"}).code, 0);

    ASSERT_EQ(run({"restore", "copy", "--db", "fresh.db"}).code, 0);

    EXPECT_EQ(value("fresh.db", "SELECT count(*) FROM calls"), "1");
    EXPECT_THAT(names("fresh.db.before"), IsEmpty());
}

TEST_F(Restore, FollowsASymlinkToTheDatabase) {
    ASSERT_EQ(run({"backup", "copy"}).code, 0);
    std::filesystem::create_symlink("campaigns.db", folder / "alias.db");

    ASSERT_EQ(run({"restore", "copy", "--db", "alias.db"}).code, 0);

    EXPECT_TRUE(std::filesystem::is_symlink(folder / "alias.db"));
    EXPECT_EQ(value("campaigns.db", "SELECT count(*) FROM restorations"), "1");
}

}  // namespace carillon::test
