// SPDX-License-Identifier: MIT
// API keys by the command line, beside a server: what the schema holds, and that no checkpoint meets a second
// writer.
#include "store/sqlite/key_file.hpp"

#include <gmock/gmock.h>

#include "store/log_fence.hpp"
#include "store/sqlite.hpp"
#include "store/support/sqlite_test.hpp"

namespace carillon::store::test {
namespace {

using testing::HasSubstr;

NewApiKey wanted(std::string name) {
    NewApiKey key;
    key.name = std::move(name);
    key.secret_sha256 = std::string(64, 'a');
    key.scopes = {Scope::dial};
    key.now = noon;
    return key;
}

class KeyFileTest : public SqliteTest {};
INSTANTIATE_TEST_SUITE_P(Sqlite, KeyFileTest, sqlite_alone(), testing::PrintToStringParamName());

TEST_P(KeyFileTest, MakesTheDatabaseWhenItIsAlone) {
    const auto fresh = directory / "fresh.db";
    {
        KeyFile keys{fresh, true};
        EXPECT_EQ(keys.create(wanted("crm"))->id, ApiKeyId{1});
    }
    EXPECT_FALSE(std::filesystem::exists(directory / "fresh.db-wal")) << "all of it is in the file";
    EXPECT_EQ(SqliteShell{fresh}.value("SELECT name FROM api_keys"), "crm");
}

/// The server's reader and its writer see it at once, and neither stumbles.
TEST_P(KeyFileTest, IsSeenByAServerThatRunsAtItsNextLook) {
    ApiKeyId id;
    {
        KeyFile keys{file(), false};
        id = keys.create(wanted("crm"))->id;
        EXPECT_TRUE(await(store->find_api_key(id)).key);
        EXPECT_EQ(await(store->find_api_key(id)).key->revoked_at, std::nullopt);
        (void)keys.revoke(id, noon);
        EXPECT_EQ(await(store->find_api_key(id)).key->revoked_at, noon);
        EXPECT_EQ(keys.list().size(), 1U);
    }
    await(store->note_key_use(id, noon));
    EXPECT_EQ(await(store->find_api_key(id)).key->last_used_at, noon);
}

TEST_P(KeyFileTest, WritesItsLineInTheAuditOrChangesNothing) {
    KeyFile keys{file(), false};
    const ApiKeyId id = keys.create(wanted("crm"))->id;
    EXPECT_TRUE(keys.create(wanted("crm")).has_error());
    (void)keys.revoke(id, noon);
    EXPECT_TRUE(keys.revoke(ApiKeyId{9}, noon).has_error());

    const auto lines = await(store->list_audit_entries({})).items;

    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines.at(0).entry.route, "keys revoke");
    EXPECT_EQ(lines.at(1).entry.route, "keys create");
    EXPECT_EQ(lines.at(1).entry.actor, "command line");
    EXPECT_EQ(lines.at(1).entry.subject, "1");
}

/// A server of an older version must not be written to under its feet.
TEST_P(KeyFileTest, LeavesADatabaseOfAnotherVersionAlone) {
    const auto old = directory / "old.db";
    EXPECT_THROW((KeyFile{old, false}), std::runtime_error);
    KeyFile{old, true};
    EXPECT_EQ(SqliteShell{old}.execute(
                  "DELETE FROM schema_migrations WHERE number = (SELECT max(number) FROM schema_migrations)"),
              "");

    try {
        KeyFile keys{old, false};
        FAIL() << "it was opened";
    } catch (const std::runtime_error& refusal) {
        EXPECT_THAT(refusal.what(), HasSubstr("older version"));
    }
}

TEST_P(KeyFileTest, NeitherCheckpointsNorTakesTheLogAway) {
    { KeyFile{file(), false}.create(wanted("crm")).value(); }
    EXPECT_TRUE(std::filesystem::exists(directory / "carillon.db-wal"));
    EXPECT_EQ(await(store->find_api_key(ApiKeyId{1})).key->name, "crm");
}

/// What SQLite before 3.51.3 must not meet: a commit of one process while another moves the log.
TEST_P(KeyFileTest, TheServerMovesNoLogWhileAnotherIsInsideTheFence) {
    store.reset();
    const auto lock = directory / "fence";
    LogFence fence{lock};
    LogFence visitor{lock};
    ASSERT_TRUE(fence.hold());
    Engine engine = open_sqlite_soon(file(), decisions, fence).engine;
    fence.let_go();
    const auto log = directory / "carillon.db-wal";
    const auto fill_the_log = [&] {
        engine.writer->begin();
        for (int i = 0; i < 40; ++i)
            engine.writer->add_audit_entry({.at = noon, .actor = std::string(2'000'000, 'x'), .subject = ""});
        engine.writer->commit();
    };
    const auto in_the_file = [&] { return std::filesystem::file_size(file()) > 70'000'000; };

    ASSERT_TRUE(visitor.try_hold());
    fill_the_log();
    EXPECT_FALSE(in_the_file()) << "it was moved beside a visitor";
    visitor.let_go();
    engine.writer->begin();
    engine.writer->add_audit_entry({.at = noon, .actor = "x", .subject = ""});
    engine.writer->commit();

    EXPECT_TRUE(in_the_file()) << "it was not moved when the visitor had gone";
    EXPECT_TRUE(visitor.try_hold()) << "the fence was kept";
}

TEST_P(KeyFileTest, AFenceIsHeldByOneAndFreeAgainWhenItEnds) {
    LogFence one{directory / "fence"};
    EXPECT_TRUE(one.try_hold());
    EXPECT_TRUE(one.try_hold()) << "its holder holds it already";
    {
        LogFence other{directory / "fence"};
        EXPECT_FALSE(other.try_hold());
        one.let_go();
        EXPECT_TRUE(other.try_hold());
    }
    EXPECT_TRUE(one.hold());
}

TEST_P(KeyFileTest, TheSchemaKeepsKeysAndAuditAsTheyWere) {
    KeyFile keys{file(), false};
    (void)keys.create(wanted("crm"));
    (void)keys.revoke(ApiKeyId{1}, noon);
    SqliteShell shell{file()};

    EXPECT_THAT(shell.execute("UPDATE api_keys SET revoked_at = NULL"), HasSubstr("stays revoked"));
    EXPECT_THAT(shell.execute("UPDATE api_keys SET scopes = 'admin'"), HasSubstr("stays as it was made"));
    EXPECT_THAT(shell.execute("UPDATE api_keys SET expires_at = 1"), HasSubstr("stays as it was made"));
    EXPECT_THAT(shell.execute("DELETE FROM api_keys"), HasSubstr("never deleted"));
    EXPECT_THAT(shell.execute("UPDATE audit_entries SET actor = 'nobody'"), HasSubstr("never changed"));
    EXPECT_THAT(shell.execute("DELETE FROM audit_entries"), HasSubstr("never deleted"));
    for (const char* scopes : {"", "all", "read,", "admin,read,root", "readupload"})
        EXPECT_THAT(
            shell.execute("INSERT INTO api_keys (name, secret_sha256, scopes, created_at) VALUES ('x', '" +
                          std::string(64, 'b') + "', '" + scopes + "', 1)"),
            HasSubstr("CHECK"))
            << scopes;
}

}  // namespace
}  // namespace carillon::store::test
