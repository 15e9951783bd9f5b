// SPDX-License-Identifier: MIT
// What can be said of a database file by looking: for `carillon check`. Changes nothing, not even the files
// beside it.
#include <sqlite3.h>

#include "store/sqlite.hpp"
#include "store/sqlite/examine.hpp"
#include "store/sqlite/migrations.hpp"

namespace carillon::store {
namespace {

constexpr int wal_reset_bug_fixed = 3'051'003;

std::string consequences_of(int version) {
    if (version >= wal_reset_bug_fixed) return "No known fault of this version concerns carillon.";
    return "SQLite before 3.51.3 can lose a commit when two connections write and checkpoint at once "
           "(WAL-reset bug). "
           "Carillon writes and checkpoints on one connection only, so it is safe; do not write to the "
           "database "
           "with another program while it runs.";
}

void look_into(const std::filesystem::path& file, SqliteReport& report) {
    const sqlite::Examination found = sqlite::examine(file);
    report.schema_version = found.schema_version;
    report.problem = found.problem;
    report.is_damaged = !found.damage.empty();
    report.quick_check = report.is_damaged ? found.damage : "ok";
    if (report.is_damaged) report.problem = describe_damage(file, found.damage);
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
