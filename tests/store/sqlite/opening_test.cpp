// SPDX-License-Identifier: MIT
// Two connections: one that writes and checkpoints, durably; one that cannot write at all.
#include "store/support/sqlite_test.hpp"

namespace carillon::store::test {
namespace {

class Opening : public SqliteTest {};
INSTANTIATE_TEST_SUITE_P(Sqlite, Opening, sqlite_alone(), testing::PrintToStringParamName());

TEST_P(Opening, HasOneWriterAndReadersThatCannotWrite) {
    store.reset();
    SqliteWitness witness;

    open();

    ASSERT_EQ(witness.connections.size(), 4U);  // the first one had a look, and is closed
    EXPECT_FALSE(SqliteWitness::is_read_only(witness.connections[1]));
    EXPECT_TRUE(SqliteWitness::is_read_only(witness.connections[2]));
    EXPECT_TRUE(SqliteWitness::is_read_only(witness.connections[3]));
    store.reset();
}

TEST_P(Opening, WritesThroughToTheDiskWithForeignKeys) {
    store.reset();
    SqliteWitness witness;

    open();

    sqlite3* const writer = witness.connections.at(1);
    EXPECT_EQ(SqliteWitness::pragma(writer, "synchronous"), 2);
    EXPECT_EQ(SqliteWitness::pragma(writer, "foreign_keys"), 1);
    EXPECT_EQ(SqliteWitness::pragma(writer, "trusted_schema"), 0);
    EXPECT_EQ(SqliteWitness::pragma(writer, "cache_size"), -32768);
    EXPECT_GT(SqliteWitness::pragma(writer, "busy_timeout"), 0);
    EXPECT_EQ(SqliteShell{file()}.value("PRAGMA journal_mode"), "wal");
    store.reset();
}

TEST_P(Opening, LetsAnotherProgramReadTheViewsMeanwhile) {
    const Call call = accepted();
    SqliteShell shell{file()};

    EXPECT_EQ(shell.value("SELECT in_progress FROM report_campaigns"), "1");
    settle(callback(call, "completed", 3));
    EXPECT_EQ(shell.value("SELECT completed FROM report_campaigns"), "1");
}

TEST_P(Opening, MovesTheLogIntoTheFileAtACheckpoint) {
    (void)draft();
    ASSERT_GT(std::filesystem::file_size(directory / "carillon.db-wal"), 0U);

    await(store->checkpoint());

    EXPECT_EQ(std::filesystem::file_size(directory / "carillon.db-wal"), 0U);
}

TEST_P(Opening, LeavesOneFileBehindWhenItCloses) {
    (void)draft();

    store.reset();

    EXPECT_FALSE(std::filesystem::exists(directory / "carillon.db-wal"));
    EXPECT_TRUE(std::filesystem::exists(file()));
}

}  // namespace
}  // namespace carillon::store::test
