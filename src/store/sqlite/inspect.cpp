// SPDX-License-Identifier: MIT
// What can be said of a database file by looking: for `carillon check`. Changes nothing, not even the files
// beside it.
#include <sqlite3.h>

#include "store/sqlite.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/migrations.hpp"

namespace carillon::store {
namespace {

using sqlite::Database;

constexpr int wal_reset_bug_fixed = 3'051'003;

std::string consequences_of(int version) {
    if (version >= wal_reset_bug_fixed) return "No known fault of this version concerns carillon.";
    return "SQLite before 3.51.3 can lose a commit when two connections write and checkpoint at once "
           "(WAL-reset bug). "
           "Carillon writes and checkpoints on one connection only, so it is safe; do not write to the "
           "database "
           "with another program while it runs.";
}

/// A read-only connection to a file in WAL mode would create the log beside it. Without a log nobody has the
/// file open, and it can be read as it lies.
Database::Access gentlest_access(const std::filesystem::path& file) {
    auto log = file;
    log += "-wal";
    return std::filesystem::exists(log) ? Database::Access::read_only : Database::Access::immutable;
}

void look_into(const std::filesystem::path& file, SqliteReport& report) {
    Database database{file, gentlest_access(file)};
    report.problem = sqlite::find_problem(database, sqlite::known_migrations());
    if (!report.problem.empty()) return;
    report.schema_version = sqlite::schema_version(database);
    sqlite::Query check{database, "PRAGMA quick_check(1)"};
    if (check.next()) report.quick_check = check.text();
    if (report.quick_check != "ok") report.problem = "The file is damaged: restore a backup.";
}

}  // namespace

SqliteReport inspect_sqlite(const std::filesystem::path& file) {
    SqliteReport report;
    report.library_version = sqlite3_libversion();
    report.consequences = consequences_of(sqlite3_libversion_number());
    report.newest_known = static_cast<int>(sqlite::known_migrations().size());
    try {
        report.exists = std::filesystem::exists(file);
        const auto directory = std::filesystem::absolute(file).parent_path();
        if (std::filesystem::is_directory(file))
            report.problem = "It is a directory: name a file.";
        else if (report.exists)
            look_into(file, report);
        else if (!std::filesystem::is_directory(directory))
            report.problem =
                "Its directory " + directory.string() + " does not exist: make it, or name another file.";
    } catch (const std::exception& error) {  // never throws: what is wrong is what was asked for
        report.problem = std::string{"The file cannot be read as a database: "} + error.what() + ".";
    }
    return report;
}

}  // namespace carillon::store
