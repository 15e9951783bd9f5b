// SPDX-License-Identifier: MIT
#include "store/sqlite/examine.hpp"

#include <algorithm>

#include "settings.hpp"
#include "store/engine.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/file_header.hpp"
#include "store/sqlite/log_name.hpp"
#include "store/sqlite/lost_commits.hpp"
#include "store/sqlite/migrations.hpp"
#include "store/sqlite/schema.hpp"

namespace carillon::store::sqlite {
namespace {

bool has_content(const std::filesystem::path& file) {
    std::error_code absent;
    const auto size = std::filesystem::file_size(file, absent);
    return !absent && size > 0;
}

/// Files that cannot stand together, whatever is in them. SQLite would make them fit, at the newest rows'
/// cost.
std::string find_misfit(const std::filesystem::path& file, const std::optional<FileHeader>& header) {
    const bool has_log = has_content(beside(file, "-wal"));
    if (!header) return has_log ? "it is empty or missing, but its log (-wal) is there" : std::string{};
    // While it is made it has one, but its application_id reaches the file only later.
    if (header->application_id == our_application_id && header->has_log &&
        has_content(beside(file, "-journal")))
        return "a rollback journal (-journal) lies beside it, which is not its own: it keeps a log";
    // When a connection closes in good order the index (-shm) goes first.
    if (!std::filesystem::exists(beside(file, "-wal")) && std::filesystem::exists(beside(file, "-shm")))
        return "its log (-wal) is missing: it was in use, and the newest rows were in there";
    return {};
}

/// SQLite applies any log that is well-formed. Each database has a random number, which is in the file before
/// the log holds anything; through a stranger's log another number is seen.
std::string find_strange_log(Database& database, const FileHeader& header) {
    Query identity{database, "PRAGMA user_version"};
    const bool is_its_own =
        header.identity == 0 || (identity.next() && identity.integer() == std::int64_t{header.identity});
    return is_its_own ? "" : "the log beside it (-wal) belongs to another database";
}

std::string first_line(std::string text) {
    text.erase(std::min(text.find('\n'), text.size()));
    return text;
}

/// SQLite's sentence, without the title that it writes above it.
std::string first_complaint(Database& database, const char* check) {
    Query rows{database, check};
    std::string complaint = rows.next() ? rows.text() : "the check gave no answer";
    if (complaint == "ok") return {};
    if (complaint.starts_with("***")) complaint.erase(0, complaint.find('\n') + 1);
    return first_line(std::move(complaint));
}

constexpr char list_campaign_settings_sql[] = "SELECT id, settings FROM campaigns";
constexpr char list_call_settings_sql[] = R"sql(
    SELECT min(id), coalesce((SELECT text FROM shared_texts WHERE shared_texts.id = settings_id), settings) FROM calls
     WHERE ended_at IS NULL AND given_up_at IS NULL GROUP BY settings_id, settings
    UNION ALL
    SELECT min(id), coalesce((SELECT text FROM shared_texts WHERE shared_texts.id = settings_id), settings) FROM calls
     WHERE given_up_at IS NOT NULL AND ended_at IS NULL GROUP BY settings_id, settings)sql";
constexpr char list_call_settings_before_0012_sql[] = R"sql(
    SELECT id, settings FROM calls WHERE state NOT IN ('ended', 'unresolved')
    UNION ALL SELECT id, settings FROM calls WHERE state = 'unresolved')sql";

/// Settings that will be read, of campaigns and of calls that are not over. To SQLite they are any text.
std::string find_unreadable_settings(Database& database, const char* list, const std::string& whose) {
    Query rows{database, list};
    while (rows.next()) {
        const auto id = rows.integer();
        try {
            (void)settings_from_json(rows.text());
        } catch (const std::exception&) {
            return "the settings of " + whose + " " + std::to_string(id) + " cannot be read";
        }
    }
    return {};
}

std::string find_unreadable_settings(Database& database, bool has_shared_texts) {
    auto complaint = find_unreadable_settings(database, list_campaign_settings_sql, "campaign");
    if (!complaint.empty()) return complaint;
    return find_unreadable_settings(
        database, has_shared_texts ? list_call_settings_sql : list_call_settings_before_0012_sql, "call");
}

/// A look at so many bytes takes a fraction of a second.
bool is_large(const std::filesystem::path& file) {
    constexpr std::uintmax_t large = 64 * 1024 * 1024;
    return std::filesystem::file_size(file) > large;
}

void look_into(const std::filesystem::path& file,
               const FileHeader& header,
               Thoroughness thoroughness,
               Examination& found) {
    const bool with_pages = thoroughness == Thoroughness::whole || !is_large(file);
    Database database{file, gentlest_access(file)};
    found.damage = find_strange_log(database, header);
    if (found.damage.empty()) examine_content(database, found, with_pages);
}

void look(const std::filesystem::path& file, Thoroughness thoroughness, Examination& found) {
    const auto header = read_header(file);
    if (!header || header->is_sqlite) found.problem = find_wrong_name(file);
    if (!found.problem.empty()) return;  // what stands beside this name says nothing of the file
    const bool has_journal = has_content(beside(file, "-journal"));
    const bool may_be_ours =
        !header || header->application_id == 0 || header->application_id == our_application_id;
    found.damage = find_misfit(file, header);
    if (found.damage.empty()) found.damage = find_lost_commits(file);
    if (!found.damage.empty()) return;
    found.is_half_made = has_journal && may_be_ours;
    if (!header || found.is_half_made) return;
    if (header->is_sqlite) return look_into(file, *header, thoroughness, found);
    found.problem =
        "It is not an SQLite database; carillon leaves it alone. If it was carillon's, restore a backup.";
}

}  // namespace

/// quick_check leaves the indexes out: of these the do-not-call list's counts, because a number that it has
/// lost would be called.
std::string find_broken_page(Database& database) {
    std::string complaint = first_complaint(database, "PRAGMA quick_check(1)");
    return complaint.empty() ? first_complaint(database, "PRAGMA integrity_check(suppressions)") : complaint;
}

void examine_content(Database& database, Examination& found, bool with_pages) {
    found.problem = find_problem(database, known_migrations());
    if (!found.problem.empty()) return;
    found.schema_version = schema_version(database);
    if (found.schema_version == 0) return;
    if (found.schema_version == std::ssize(known_migrations())) found.damage = find_schema_damage(database);
    // Before a migration rewrites it, an older file is looked at in any case.
    found.is_unseen = !with_pages && found.schema_version == std::ssize(known_migrations());
    if (found.damage.empty() && !found.is_unseen) found.damage = find_broken_page(database);
    constexpr int compact_calls = 12;  // migrations/0012
    if (found.damage.empty())
        found.damage = find_unreadable_settings(database, found.schema_version >= compact_calls);
}

Examination examine(const std::filesystem::path& file, Thoroughness thoroughness) {
    Examination found;
    try {
        look(file, thoroughness, found);
    } catch (const Damaged& damaged) {
        found.damage = first_line(damaged.what());
    } catch (const std::exception& failure) {  // never throws: what is wrong is what was asked for
        found.problem = std::string{"It cannot be read: "} + failure.what() + ".";
    }
    return found;
}

}  // namespace carillon::store::sqlite
