// SPDX-License-Identifier: MIT
// Opening: one connection that writes (and so checkpoints), one that cannot write at all. SQLite
// before 3.51.3 may lose a commit when another connection checkpoints meanwhile, hence never a second writer
// but inside the fence (log_fence.hpp).
#include <stdexcept>

#include "store/sqlite.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/examine.hpp"
#include "store/sqlite/log_name.hpp"
#include "store/sqlite/migrations.hpp"
#include "store/sqlite/reader.hpp"
#include "store/sqlite/writer.hpp"

namespace carillon::store {
namespace {

using sqlite::Database;

// synchronous=FULL: a commit that is lost with the power could ring somebody twice. The large cache and the
// late checkpoint (16,000 pages, 64 MB of log) keep a burst of callbacks from waiting for random writes.
constexpr char writer_pragmas[] = R"sql(
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -32768;
    PRAGMA wal_autocheckpoint = 16000;
    PRAGMA journal_size_limit = 67108864;
)sql";
constexpr char reader_pragmas[] = R"sql(
    PRAGMA query_only = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -16384;
)sql";

constexpr int pages_until_checkpoint = 16'000;

struct Opened {
    std::unique_ptr<Database> database;
    std::vector<MigrationStep> steps;
    bool is_unseen = false;
};

/// Some file systems cannot hold the log (no shared memory): the answer is then another mode, not an error.
void use_log(Database& database) {
    sqlite::Query query{database, "PRAGMA journal_mode = WAL"};
    if (!query.next() || query.text() != "wal")
        throw std::runtime_error("Its file system cannot hold SQLite's write-ahead log: use a local disk.");
}

void refuse_unfit(const sqlite::Examination& found) {
    if (!found.problem.empty()) throw std::runtime_error(found.problem);
    if (!found.damage.empty()) throw Damaged(found.damage);
}

/// What a crash had left in the log is about to be believed. If its sync had failed, the disk may lack pages
/// of it that readers are still shown: then a power cut would break what is built on them.
void rewrite_log(Database& database) {
    database.execute("BEGIN IMMEDIATE");
    database.rewrite_log();
    database.execute("COMMIT");
}

/// A file of another program, or one that is broken, is refused before anything is changed in it.
std::unique_ptr<Database> open_fit(const std::filesystem::path& file,
                                   sqlite::Thoroughness thoroughness,
                                   bool& is_unseen) {
    sqlite::Examination found = sqlite::examine(file, thoroughness);
    refuse_unfit(found);
    auto database = std::make_unique<Database>(file, Database::Access::read_write);
    rewrite_log(*database);
    if (found.is_half_made) sqlite::examine_content(*database, found);
    refuse_unfit(found);
    is_unseen = found.is_unseen;
    return database;
}

/// The random number by which a log of another database is recognised (examine.cpp).
void give_identity(Database& database) {
    sqlite::Query identity{database,
                           "SELECT user_version, abs(random() % 2147483647) + 1 FROM pragma_user_version"};
    if (!identity.next() || identity.integer() != 0) return;
    database.execute(("PRAGMA user_version = " + std::to_string(identity.integer())).c_str());
}

Opened open_and_migrate(const std::filesystem::path& file, sqlite::Thoroughness thoroughness) {
    bool is_unseen = false;
    auto database = open_fit(file, thoroughness, is_unseen);
    use_log(*database);
    database->execute(writer_pragmas);
    auto steps = sqlite::migrate(*database, sqlite::known_migrations());
    give_identity(*database);
    sqlite::note_name(*database, file);
    // What is seen from here on stands in the file itself and on the disk: also what a crash had left in the
    // log without a sync, the identity, and the name.
    database->run("PRAGMA wal_checkpoint(TRUNCATE)");
    return {std::move(database), std::move(steps), is_unseen};
}

Opened open_or_explain(const std::filesystem::path& file, sqlite::Thoroughness thoroughness) {
    try {
        return open_and_migrate(file, thoroughness);
    } catch (const Damaged& damaged) {
        throw Damaged(describe_damage(file, damaged.what()));
    } catch (const std::exception& error) {
        throw std::runtime_error("The database " + file.string() + " cannot be used. " + error.what());
    }
}

}  // namespace

std::string describe_damage(const std::filesystem::path& file, const std::string& complaint) {
    return "The database " + file.string() + " is damaged: " + complaint +
           ". Nobody is called from it. Keep a copy of it and of its -wal file for a later look, then "
           "restore a backup: "
           "carillon restore BACKUP --db " +
           file.string();
}

namespace {

std::unique_ptr<Database> open_for_reading(const std::filesystem::path& file) {
    auto reading = std::make_unique<Database>(file, Database::Access::read_only);
    reading->execute(reader_pragmas);
    return reading;
}

OpenedSqlite open_all(const std::filesystem::path& file,
                      const Decisions& decisions,
                      sqlite::Thoroughness thoroughness,
                      LogFence* fence) {
    Opened opened = open_or_explain(file, thoroughness);
    if (fence != nullptr) opened.database->checkpoint_inside(*fence, pages_until_checkpoint);
    OpenedSqlite all;
    all.is_unseen = opened.is_unseen;
    all.engine.writer = std::make_unique<sqlite::SqliteWriter>(std::move(opened.database), decisions, fence);
    all.engine.reader = std::make_unique<sqlite::SqliteReader>(open_for_reading(file));
    all.engine.keys = std::make_unique<sqlite::SqliteKeyReader>(open_for_reading(file));
    return all;
}

}  // namespace

Engine open_sqlite(const std::filesystem::path& file, const Decisions& decisions) {
    return open_all(file, decisions, sqlite::Thoroughness::whole, nullptr).engine;
}

OpenedSqlite open_sqlite_soon(const std::filesystem::path& file,
                              const Decisions& decisions,
                              LogFence& fence) {
    return open_all(file, decisions, sqlite::Thoroughness::large_files_later, &fence);
}

std::string find_damage(const std::filesystem::path& file, const std::atomic<bool>& is_given_up) {
    Database database{file, Database::Access::read_only};
    database.execute(reader_pragmas);
    database.give_up_when(is_given_up);
    std::string complaint;
    try {
        complaint = sqlite::find_broken_page(database);
    } catch (const Damaged& damaged) {
        complaint = damaged.what();
    }
    return complaint.empty() ? complaint : describe_damage(file, complaint);
}

std::vector<MigrationStep> migrate_sqlite(const std::filesystem::path& file) {
    return open_or_explain(file, sqlite::Thoroughness::whole).steps;
}

}  // namespace carillon::store
