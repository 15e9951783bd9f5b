// SPDX-License-Identifier: MIT
// Files that are broken, or beside which stands what does not belong to them: refused with a sentence, and
// left as they are.
#include <fstream>

#include "store/group_commit.hpp"
#include "store/support/sqlite_test.hpp"
#include "store/support/whole_files.hpp"

namespace carillon::store::test {
namespace {

class Damage : public SqliteTest {
protected:
    /// The files as a power cut would leave them: with a log that holds the newest rows.
    void cut_off() {
        const std::string content = read_file(file()), log = read_file(beside("-wal"));
        ASSERT_FALSE(log.empty());
        store.reset();
        write_file(file(), content);
        write_file(beside("-wal"), log);
    }

    /// What is said when it is opened to write; empty: nothing. Also holds that looking says the same, and
    /// that a refused file is left as it was.
    std::string complaint() {
        const std::string before = read_file(file()), log_before = read_file(beside("-wal"));
        const SqliteReport report = inspect_sqlite(file());
        std::string sentence;
        try {
            store.emplace(open_sqlite(file(), decisions), Threads::none);
        } catch (const Damaged& damaged) {
            sentence = damaged.what();
        }
        EXPECT_EQ(report.problem, sentence);
        EXPECT_EQ(report.is_damaged, !sentence.empty());
        if (!sentence.empty()) {
            EXPECT_EQ(read_file(file()), before);
            EXPECT_EQ(read_file(beside("-wal")), log_before);
        }
        return sentence;
    }

    std::filesystem::path beside(const std::string& ending) const { return file().string() + ending; }
};
INSTANTIATE_TEST_SUITE_P(Sqlite, Damage, sqlite_alone(), testing::PrintToStringParamName());

TEST_P(Damage, IsNotSeenWhereThereIsNone) {
    (void)accepted();
    cut_off();

    EXPECT_EQ(complaint(), "");
}

TEST_P(Damage, NamesTheFileTheComplaintAndTheWayBack) {
    store.reset();
    std::string content = read_file(file());
    content.replace(std::size_t{10} * 4096, 4096, std::string(4096, '\xA5'));
    write_file(file(), content);

    const std::string sentence = complaint();

    EXPECT_NE(sentence.find("The database " + file().string() + " is damaged: "), std::string::npos);
    EXPECT_NE(sentence.find("Page 11"), std::string::npos) << sentence;
    EXPECT_NE(sentence.find("carillon restore BACKUP --db " + file().string()), std::string::npos);
    EXPECT_EQ(sentence.find('\n'), std::string::npos);
}

TEST_P(Damage, OfATruncatedFileIsSeen) {
    store.reset();
    const auto size = std::filesystem::file_size(file());
    for (const auto kept : {size - 4096, size / 2 + 100, std::uintmax_t{4096}, std::uintmax_t{600}}) {
        const std::string whole = read_file(file());
        std::filesystem::resize_file(file(), kept);
        EXPECT_NE(complaint(), "") << kept;
        write_file(file(), whole);
    }
}

TEST_P(Damage, IsALogOfAnotherDatabase) {
    const auto other_file = directory / "other.db";
    Store other{open_sqlite(other_file, decisions), Threads::none};
    CreateCampaign wanted;
    wanted.name = "Of somebody else";
    (void)await(other.create_campaign(std::move(wanted)));
    SqliteShell{other_file}.execute(
        "PRAGMA application_id = 0x4361726C; VACUUM");  // all pages are in the log
    const std::string foreign_log = read_file(other_file.string() + "-wal");
    (void)accepted();
    cut_off();
    write_file(beside("-wal"), foreign_log);

    EXPECT_NE(complaint().find("belongs to another database"), std::string::npos);
}

TEST_P(Damage, IsALogThatIsMissing) {
    (void)accepted();
    cut_off();
    std::filesystem::remove(beside("-wal"));
    write_file(beside("-shm"), std::string(32768, '\0'));

    EXPECT_NE(complaint().find("log (-wal) is missing"), std::string::npos);
}

/// The files as a killed process leaves them: the index of the log (-shm) is there, too.
class Killed : public Damage {
protected:
    void die() {
        content_ = read_file(file());
        log_ = read_file(beside("-wal"));
        index_ = read_file(beside("-shm"));
        store.reset();
    }
    void leave(const std::string& log, const std::string& index) const {
        write_file(file(), content_);
        write_file(beside("-wal"), log);
        write_file(beside("-shm"), index);
    }

    std::string content_, log_, index_;
};
INSTANTIATE_TEST_SUITE_P(Sqlite, Killed, sqlite_alone(), testing::PrintToStringParamName());

TEST_P(Killed, LogThatLostWhatWasCommittedToItIsRefusedAgainAndAgain) {
    (void)accepted();
    die();
    std::string flipped = log_, headless = log_;
    flipped.at(flipped.size() / 2) ^= 1;
    headless.replace(0, 32, 32, '\xA5');
    for (const std::string& log : {flipped, headless, log_.substr(0, log_.size() - 1)}) {
        leave(log, index_);
        EXPECT_NE(complaint().find("its log (-wal) is broken"), std::string::npos);
        EXPECT_NE(complaint(), "") << "looking must not heal it";
    }
}

TEST_P(Killed, LogMayEndInWhatWasNeverCommitted) {
    (void)accepted();
    die();
    leave(log_ + log_.substr(32, 24 + 2000), index_);

    EXPECT_EQ(complaint(), "");
}

TEST_P(Killed, IndexOfALogThatIsOverSaysNothingOfTheNext) {
    (void)accepted();
    die();
    const std::string old_index = index_;
    leave(log_, index_);
    store.emplace(open_sqlite(file(), decisions), Threads::none);
    await(store->checkpoint());
    suppress(number(9));
    die();
    leave(log_, old_index);

    EXPECT_EQ(complaint(), "");
}

TEST_P(Damage, IsALogWithoutItsFile) {
    (void)accepted();
    cut_off();
    write_file(file(), "");

    EXPECT_NE(complaint().find("its log (-wal) is there"), std::string::npos);
    EXPECT_FALSE(read_file(beside("-wal")).empty());
}

TEST_P(Damage, IsAJournalBesideAFileThatKeepsALog) {
    store.reset();
    write_file(beside("-journal"), "a journal of something else");

    EXPECT_NE(complaint().find("-journal"), std::string::npos);
    EXPECT_TRUE(std::filesystem::exists(beside("-journal")));
}

TEST_P(Damage, OfTheSuppressionsIndexIsSeen) {
    suppress(number(7));
    store.reset();
    // The number stands twice in the file, in the row and in the index; the index's key has no reason after
    // it.
    std::string content = read_file(file());
    const std::string phone = number(7).e164();
    const auto first = content.find(phone), second = content.find(phone, first + 1);
    ASSERT_NE(second, std::string::npos);
    const auto in_index = content.compare(first + phone.size(), 5, "asked") == 0 ? second : first;
    content[in_index + phone.size() - 1] = '9';
    write_file(file(), content);

    EXPECT_NE(complaint().find("suppressions"), std::string::npos);
}

/// Any text to SQLite; the sweep would fall over it.
TEST_P(Damage, OfSettingsThatWillBeReadIsSeen) {
    (void)accepted(1);
    (void)unresolved(2);
    store.reset();
    const std::string whole = read_file(file());
    const std::vector<std::pair<std::string, std::string>> owners{{"campaigns", "campaign 1"},
                                                                  {"calls", "call 2"}};
    for (const auto& [table, whose] : owners)
        for (const char* unreadable : {"{\"from_number\":*}", "{\"twiml_url\":\"\xFF\"}"}) {
            const std::string shared =
                table == "calls" ? " SET settings_id = NULL, settings" : " SET settings";
            EXPECT_EQ(SqliteShell{file()}.execute("UPDATE " + table + shared + " = CAST('" + unreadable +
                                                  "' AS TEXT) WHERE id = " + whose.back()),
                      "");
            EXPECT_NE(complaint().find("the settings of " + whose + " cannot be read"), std::string::npos);
            write_file(file(), whole);
        }
}

TEST_P(Damage, OfSettingsThatManyCallsShareIsSeen) {
    (void)accepted(1);
    store.reset();
    SqliteShell shell{file()};
    const std::string guard = shell.value("SELECT sql FROM sqlite_schema WHERE name = 'shared_texts_stay'");
    EXPECT_EQ(shell.execute(
                  "DROP TRIGGER shared_texts_stay; UPDATE shared_texts SET text = '{\"timeout_seconds\":*}'"
                  " WHERE id IN (SELECT settings_id FROM calls);" +
                  guard),
              "");

    EXPECT_NE(complaint().find("the settings of call 1 cannot be read"), std::string::npos);
}

TEST_P(Damage, OfTheSchemaIsSeen) {
    store.reset();
    EXPECT_EQ(SqliteShell{file()}.execute(
                  "PRAGMA writable_schema = ON;"
                  "UPDATE sqlite_schema SET sql = replace(sql, 'given_up_at', 'answered_at')"
                  " WHERE name = 'calls_one_open_per_number'"),
              "");

    EXPECT_NE(complaint().find("its schema is not what it was: calls_one_open_per_number"),
              std::string::npos);
}

TEST_P(Damage, IsNotAViewThatSomebodyAdded) {
    store.reset();
    EXPECT_EQ(SqliteShell{file()}.execute("CREATE VIEW my_numbers AS SELECT phone FROM contacts"), "");

    EXPECT_EQ(complaint(), "");
}

TEST_P(Damage, IsARecordOfMigrationsThatHasLostRows) {
    store.reset();
    SqliteShell{file()}.execute("DELETE FROM schema_migrations WHERE number = 1");
    EXPECT_NE(complaint().find("record of migrations"), std::string::npos);
    SqliteShell{file()}.execute("DELETE FROM schema_migrations");
    EXPECT_NE(complaint().find("record of migrations"), std::string::npos);
    SqliteShell{file()}.execute("DROP TABLE schema_migrations");
    EXPECT_NE(complaint().find("record of migrations"), std::string::npos);
}

TEST_P(Damage, OfTheIndexThatForbidsASecondCallStopsTheSweep) {
    (void)accepted();
    store.reset();
    const std::string name = "calls_one_open_per_number";
    SqliteShell::Row index;
    {  // the table changes while its index is out of sight
        SqliteShell shell{file()};
        index =
            shell.rows("SELECT rootpage, quote(sql) FROM sqlite_schema WHERE name = '" + name + "'").at(0);
        shell.execute("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = '" + name + "'");
    }
    SqliteShell{file()}.execute("UPDATE calls SET to_number = '+15550000009'");
    SqliteShell{file()}.execute("PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES ('index', '" +
                                name + "', 'calls', " + index.at(0) + ", " + index.at(1) + ")");
    ASSERT_EQ(complaint(), "");

    EXPECT_THROW(await(store->sweep(noon)), Damaged);
}

TEST_P(Damage, ThatIsMetWhileReadingIsNoHealth) {
    await(store->checkpoint());
    const auto root =
        SqliteShell{file()}.rows("SELECT rootpage FROM sqlite_schema WHERE name = 'suppressions'");
    constexpr std::streamoff page_size = 4096;
    std::fstream content{file(), std::ios::in | std::ios::out | std::ios::binary};
    content.seekp((std::stol(root.at(0).at(0)) - 1) * page_size);
    content << std::string(page_size, '\xFF') << std::flush;
    ASSERT_TRUE(store->is_healthy());

    EXPECT_THROW(await(store->list_suppressions({})), Damaged);

    EXPECT_FALSE(store->is_healthy());
}

class Flipped : public Damage {
protected:
    /// One digit of the one contact's number is another: in the row, or in the unique index.
    void flip_digit(bool in_row) {
        const Campaign campaign = running();
        add(campaign.id, 7, 7);
        id = campaign.id;
        store.reset();
        std::string content = read_file(file());
        const std::string phone = number(7).e164();
        for (auto at = content.find(phone); at != std::string::npos; at = content.find(phone, at + 1))
            if ((content.compare(at + phone.size(), 6, "Person") == 0) == in_row)
                content[at + phone.size() - 1] = '9';
        write_file(file(), content);
        ASSERT_EQ(complaint(), "");  // no check of pages, rows or CHECKs sees it
    }

    CampaignId id;
};
INSTANTIATE_TEST_SUITE_P(Sqlite, Flipped, sqlite_alone(), testing::PrintToStringParamName());

TEST_P(Flipped, NumberIsNotCalledAndStopsAllWriting) {
    for (const bool in_row : {true, false}) {
        flip_digit(in_row);

        EXPECT_THROW(claim(id, 1), Damaged);

        EXPECT_FALSE(store->is_healthy());
        EXPECT_EQ(contacts(id).at(0).status, ContactStatus::pending);
        EXPECT_THROW(draft("anything"), Damaged);
        store.reset();
        std::filesystem::remove(file());
        open();
    }
}

}  // namespace
}  // namespace carillon::store::test
