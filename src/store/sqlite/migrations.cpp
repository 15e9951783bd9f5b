// SPDX-License-Identifier: MIT
#include "store/sqlite/migrations.hpp"

#include <chrono>
#include <stdexcept>

#include "store/engine.hpp"
#include "store/sqlite/file_header.hpp"
#include "store/sqlite/zone_sets.hpp"

namespace carillon::store::sqlite {
namespace {

constexpr char application_id_sql[] = "PRAGMA application_id";
constexpr char count_objects_sql[] = "SELECT count(*) FROM sqlite_schema";
constexpr char count_histories_sql[] =
    "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'";
constexpr char is_history_whole_sql[] = "SELECT coalesce(max(number) = count(*), 0) FROM schema_migrations";

std::int64_t ask_number(Database& database, const char* text) {
    Query query{database, text};
    return query.next() ? query.integer() : 0;
}

bool is_empty(Database& database) {
    return ask_number(database, count_objects_sql) == 0;
}

constexpr char list_applied_sql[] = "SELECT number, name, sha256 FROM schema_migrations ORDER BY number";

/// The first applied migration that this binary does not know in this form.
std::string find_stranger(Database& database, std::span<const Migration> known) {
    Query applied{database, list_applied_sql};
    while (applied.next()) {
        const auto number = applied.integer();
        const std::string name = applied.text();
        if (number < 1 || static_cast<std::size_t>(number) > known.size())
            return "The database has a newer schema (" + name + ") than this carillon knows (" +
                   known.back().name + "): use the newer carillon, or a backup from before the update.";
        if (applied.text() != known[static_cast<std::size_t>(number) - 1].sha256)
            return "The migration " + name +
                   " was changed after this database applied it: use the carillon that made the database, or "
                   "undo "
                   "the change and write a new migration.";
    }
    return {};
}

constexpr char create_history_sql[] = R"sql(
    CREATE TABLE IF NOT EXISTS schema_migrations (
        number     INTEGER PRIMARY KEY,
        name       TEXT    NOT NULL,
        sha256     TEXT    NOT NULL,
        applied_at INTEGER NOT NULL
    ) STRICT)sql";
constexpr char record_migration_sql[] =
    "INSERT INTO schema_migrations (number, name, sha256, applied_at) VALUES (?1, ?2, ?3, ?4)";

/// What SQL cannot say.
void fill_in(Database& database, const Migration& migration) {
    constexpr int zones_and_gaps = 7;
    if (migration.number == zones_and_gaps) give_all_their_zones(database);
}

void apply(Database& database, const Migration& migration) {
    const auto now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
    database.execute("BEGIN IMMEDIATE");
    try {
        database.execute(create_history_sql);
        database.execute(migration.text);
        fill_in(database, migration);
        database.run(record_migration_sql,
                     std::int64_t{migration.number},
                     std::string_view{migration.name},
                     std::string_view{migration.sha256},
                     now);
        database.execute("COMMIT");
    } catch (const std::exception& error) {
        if (database.in_transaction()) database.execute("ROLLBACK");
        throw std::runtime_error("The migration " + std::string{migration.name} + " failed: " + error.what());
    }
}

}  // namespace

int schema_version(Database& database) {
    if (is_empty(database)) return 0;
    return static_cast<int>(ask_number(database, "SELECT coalesce(max(number), 0) FROM schema_migrations"));
}

std::string find_problem(Database& database, std::span<const Migration> known) {
    if (is_empty(database)) return {};
    if (ask_number(database, application_id_sql) != our_application_id)
        return "The file is an SQLite database of another program; carillon leaves it alone.";
    if (ask_number(database, count_histories_sql) != 1) throw Damaged{"its record of migrations is missing"};
    const std::string stranger = find_stranger(database, known);
    if (stranger.empty() && ask_number(database, is_history_whole_sql) != 1)
        throw Damaged{"its record of migrations has lost rows"};
    return stranger;
}

std::vector<MigrationStep> migrate(Database& database, std::span<const Migration> known) {
    const std::string problem = find_problem(database, known);
    if (!problem.empty()) throw std::runtime_error(problem);

    const int version = schema_version(database);
    std::vector<MigrationStep> steps;
    for (const Migration& migration : known) {
        const bool is_missing = migration.number > version;
        if (is_missing) apply(database, migration);
        steps.push_back({migration.number, migration.name, is_missing});
    }
    return steps;
}

}  // namespace carillon::store::sqlite
