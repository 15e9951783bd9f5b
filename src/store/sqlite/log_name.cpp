// SPDX-License-Identifier: MIT
#include "store/sqlite/log_name.hpp"

#include <system_error>

#include "store/sqlite/database.hpp"

namespace carillon::store {
namespace {

/// As SQLite follows it: it names the log after the end of all symbolic links.
std::string true_path(const std::filesystem::path& file) {
    std::error_code unknown;  // a file system of SQLite's own, as tests have
    const auto path = std::filesystem::canonical(file, unknown);
    return (unknown ? std::filesystem::absolute(file) : path).string();
}

bool has_several_names(const std::filesystem::path& file) {
    std::error_code missing;
    if (!std::filesystem::is_regular_file(file, missing)) return false;
    const auto names = std::filesystem::hard_link_count(file, missing);
    return !missing && names > 1;
}

constexpr char read_name_sql[] = "SELECT path FROM log_name";

/// Empty: nothing is known of it. From the file as it lies: which log is its own is what is being asked.
/// Every opening leaves the name in the file itself, so that it is not in a log alone.
std::string read_name(const std::filesystem::path& file) {
    try {
        sqlite::Database database{file, sqlite::Database::Access::immutable};
        // Lenient: a file of which a checkpoint has written the first page, and not yet the last, is shorter
        // than it says. It is so while a server runs, and after one was killed.
        database.execute("PRAGMA writable_schema = ON");
        sqlite::Query name{database, read_name_sql};
        return name.next() ? name.text() : std::string{};
    } catch (const std::exception&) {
        return {};  // an older schema, or no database at all
    }
}

}  // namespace

std::string find_wrong_name(const std::filesystem::path& file) {
    if (!has_several_names(file)) return {};
    const std::string name = read_name(file);
    if (name == true_path(file)) return {};
    const std::string known =
        name.empty() ? "it is not known by which it was last opened" : "it was last opened as " + name;
    return "It has several names (hard links), and " + known +
           ". SQLite names its log after the file: under another name the newest rows would be missing. " +
           (name.empty() ? "Stop" : "Open it by that name; or stop") +
           " the server that uses it, and remove all names but one: the one beside which a log (-wal) lies, "
           "if there is one.";
}

namespace sqlite {

constexpr char note_name_sql[] = R"sql(
    INSERT INTO log_name (id, path) VALUES (1, ?1)
        ON CONFLICT (id) DO UPDATE SET path = excluded.path WHERE path <> excluded.path)sql";

void note_name(Database& database, const std::filesystem::path& file) {
    database.run(note_name_sql, true_path(file));
}

}  // namespace sqlite
}  // namespace carillon::store
