// SPDX-License-Identifier: MIT
// Files with several names: the one beside which the log lies opens, and no other does. SQLite would take
// any.
#include "store/sqlite/log_name.hpp"

#include <algorithm>
#include <fstream>

#include <gmock/gmock.h>

#include "store/sqlite/database.hpp"
#include "store/sqlite/migrations.hpp"
#include "store/support/sqlite_test.hpp"
#include "store/support/whole_files.hpp"

namespace carillon::store::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class LogName : public SqliteTest {
protected:
    std::filesystem::path link() const { return directory / "link.db"; }
    std::filesystem::path log() const { return directory / "carillon.db-wal"; }
    std::string true_name() const { return std::filesystem::canonical(file()).string(); }

    /// As a kill leaves it: the newest rows are in the log alone.
    void kill() {
        const std::string content = read_file(file()), rows = read_file(log());
        ASSERT_FALSE(rows.empty());
        store.reset();
        write_file(file(), content);
        write_file(log(), rows);
    }

    /// What is said when it is opened by this name; empty: it opens. Also holds that looking says the same,
    /// and that nothing was done to a file that is refused, nor beside it.
    std::string refusal(const std::filesystem::path& name) {
        const auto names_before = names();
        const std::string before = read_file(file()), log_before = read_file(log());
        const SqliteReport report = inspect_sqlite(name);
        EXPECT_FALSE(report.is_damaged);
        try {
            store.emplace(open_sqlite(name, decisions), Threads::none);
            EXPECT_EQ(report.problem, "");
            return {};
        } catch (const std::runtime_error& refused) {
            EXPECT_FALSE(report.problem.empty());
            EXPECT_THAT(refused.what(), HasSubstr(report.problem));
            EXPECT_EQ(names(), names_before);
            EXPECT_TRUE(read_file(file()) == before);
            EXPECT_TRUE(read_file(log()) == log_before);
            return refused.what();
        }
    }

    std::vector<std::string> names() const {
        std::vector<std::string> found;
        for (const auto& each : std::filesystem::directory_iterator{directory / ""})
            found.push_back(each.path().filename());
        std::sort(found.begin(), found.end());
        return found;
    }
};
INSTANTIATE_TEST_SUITE_P(Sqlite, LogName, sqlite_alone(), testing::PrintToStringParamName());

TEST_P(LogName, StandsInTheFileItselfAsSoonAsItIsOpen) {
    std::filesystem::copy_file(file(), directory / "without-its-log.db");

    EXPECT_EQ(SqliteShell{directory / "without-its-log.db"}.value("SELECT path FROM log_name"), true_name());
}

TEST_P(LogName, OpensAFileThatHasAnotherNameToo) {
    const Campaign newest = draft();
    kill();
    std::filesystem::create_hard_link(file(), link());

    ASSERT_EQ(refusal(file()), "");
    EXPECT_EQ(campaign(newest.id).name, newest.name);
}

TEST_P(LogName, OpensItThroughSymbolicLinksToo) {
    const Campaign newest = draft();
    kill();
    std::filesystem::create_hard_link(file(), link());
    std::filesystem::create_symlink(file(), directory / "alias.db");

    ASSERT_EQ(refusal(directory / "alias.db"), "");
    EXPECT_EQ(campaign(newest.id).name, newest.name);
}

TEST_P(LogName, IsTheOnlyOneThatOpensIt) {
    (void)draft();
    kill();
    std::filesystem::create_hard_link(file(), link());
    std::filesystem::create_symlink(link(), directory / "alias.db");

    for (const auto& name : {link(), directory / "alias.db"})
        EXPECT_THAT(refusal(name),
                    AllOf(HasSubstr("it was last opened as " + true_name() + "."),
                          HasSubstr("the newest rows would be missing. Open it by that name; or stop")));
    EXPECT_EQ(refusal(file()), "");
}

TEST_P(LogName, IsTheOnlyOneAlsoWhereEverythingStandsInTheFile) {
    store.reset();
    std::filesystem::create_hard_link(file(), link());

    EXPECT_THAT(refusal(link()), HasSubstr("it was last opened as " + true_name()));
    EXPECT_THAT(names(), ElementsAre("carillon.db", "link.db"));
}

TEST_P(LogName, IsTheOnlyOneWhileTheFileIsOpen) {
    (void)draft();
    std::filesystem::create_hard_link(file(), link());
    const auto names_before = names();

    EXPECT_THAT(find_wrong_name(link()), HasSubstr("it was last opened as " + true_name()));
    EXPECT_EQ(find_wrong_name(file()), "");
    EXPECT_EQ(names(), names_before);
}

/// A checkpoint writes page after page; the first says how many there are.
TEST_P(LogName, IsReadFromAFileIntoWhichACheckpointMovedOnePage) {
    constexpr std::size_t page = 4096;
    const std::string before = read_file(file());
    const Campaign newest = running();
    add(newest.id, 1, 500);
    const std::string rows = read_file(log());
    await(store->checkpoint());
    const std::string after = read_file(file());
    ASSERT_GT(after.size(), before.size());
    store.reset();
    write_file(file(), after.substr(0, page) + before.substr(page));
    write_file(log(), rows);
    std::filesystem::create_hard_link(file(), link());

    EXPECT_THAT(refusal(link()), HasSubstr("it was last opened as " + true_name()));
    ASSERT_EQ(refusal(file()), "");
    EXPECT_EQ(SqliteShell{file()}.value("SELECT count(*) FROM contacts"), "500");
}

TEST_P(LogName, IsANewOneForAFileThatWasMoved) {
    store.reset();
    std::filesystem::rename(file(), directory / "moved.db");

    store.emplace(open_sqlite(directory / "moved.db", decisions), Threads::none);
    store.reset();

    EXPECT_EQ(SqliteShell{directory / "moved.db"}.value("SELECT group_concat(path) FROM log_name"),
              std::filesystem::canonical(directory / "moved.db").string());
    std::filesystem::create_hard_link(directory / "moved.db", file());
    EXPECT_THAT(refusal(file()), HasSubstr("/moved.db."));
    EXPECT_EQ(refusal(directory / "moved.db"), "");
}

TEST_P(LogName, IsWrittenOnlyWhereItIsAnother) {
    store.reset();
    const std::string before = read_file(file());

    open();
    store.reset();

    EXPECT_TRUE(read_file(file()) == before);
}

TEST_P(LogName, MustBeKnownWhereThereAreSeveral) {
    store.reset();
    {
        sqlite::Database older{directory / "older.db", sqlite::Database::Access::read_write};
        sqlite::migrate(older, sqlite::known_migrations().first(5));
    }
    std::ofstream{directory / "empty.db"};
    for (const char* each : {"older", "empty"}) {
        const auto one = directory / (std::string{each} + ".db"),
                   two = directory / (std::string{each} + "-2.db");
        std::filesystem::create_hard_link(one, two);
        for (const auto& name : {one, two})
            EXPECT_THAT(refusal(name),
                        AllOf(HasSubstr("it is not known by which it was last opened"),
                              HasSubstr("Stop the server that uses it, and remove all names but one")));
        std::filesystem::remove(two);
        EXPECT_EQ(refusal(one), "");
        store.reset();
    }
}

}  // namespace
}  // namespace carillon::store::test
