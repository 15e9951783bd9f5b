// SPDX-License-Identifier: MIT
// `carillon restore`: puts a backup in the database's place. What the backup does not know is asked of the
// carrier at the next start, before anybody is rung.
#include <algorithm>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/command.hpp"
#include "cli/config_flags.hpp"
#include "cli/database_lock.hpp"
#include "cli/draft_file.hpp"
#include "clock.hpp"
#include "store/engine.hpp"
#include "store/sqlite/backup.hpp"

namespace carillon::cli {
namespace {

namespace fs = std::filesystem;

fs::path with_ending(fs::path file, const std::string& ending) {
    return file += ending;
}

/// The database gets another name, and its log with it. At no moment does a name stand for a file with a
/// wrong log beside it, or without its own: SQLite would believe what it finds. In between nothing has the
/// database's name, and from nothing nobody can be rung.
fs::path set_aside(const fs::path& database, Instant now) {
    std::string stamp = to_rfc3339(now);
    std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
    const fs::path kept = with_ending(database, ".before-restore-" + stamp);
    for (const char* log : {"-wal", "-journal"})
        if (fs::exists(with_ending(database, log)))
            fs::create_hard_link(with_ending(database, log), with_ending(kept, log));
    write_through(database.parent_path());
    fs::rename(database, kept);
    write_through(database.parent_path());
    for (const char* ending : {"-wal", "-shm", "-journal"}) fs::remove(with_ending(database, ending));
    write_through(database.parent_path());
    return kept;
}

bool holds_anything(const fs::path& database) {
    return fs::file_size(database) > 0 || fs::exists(with_ending(database, "-wal"));
}

store::CopiedDatabase draw_up(const fs::path& backup, const DraftFile& draft, Instant now) {
    try {
        auto copied = store::copy_sqlite(backup, draft.path(), false);
        store::mark_as_restored(draft.path(), now);
        return copied;
    } catch (const store::Damaged& damaged) {
        throw DatabaseDamaged{"The backup " + backup.string() + " cannot be used, and nothing was changed. " +
                              damaged.what()};
    } catch (const std::exception& failure) {
        throw DatabaseUnusable{std::string{failure.what()} + " Nothing was changed."};
    }
}

/// Who asked not to be called has asked for good, whatever the backup knows of it.
void carry_suppressions(const fs::path& database, const DraftFile& draft) {
    try {
        const auto carried = store::carry_suppressions(database, draft.path());
        std::cout << carried << " suppressions that are not in the backup were taken over.\n";
    } catch (const std::exception& unreadable) {
        std::cout
            << "The suppressions of the present database CANNOT BE READ: enter those that were made since "
               "the backup.\n  ("
            << unreadable.what() << ")\n";
    }
}

/// A key that somebody lost must not open the API again.
void carry_api_keys(const fs::path& database, const DraftFile& draft) {
    try {
        const auto carried = store::carry_api_keys(database, draft.path());
        std::cout << carried << " API keys that were made or revoked since were taken over.\n";
    } catch (const std::exception& unreadable) {
        std::cout
            << "The API keys of the present database CANNOT BE READ: revoke again those that were revoked "
               "since the backup.\n  ("
            << unreadable.what() << ")\n";
    }
}

void report(const fs::path& database, const fs::path& backup, const store::CopiedDatabase& copied) {
    std::cout
        << database.string() << " is the backup " << backup.string() << " now, with "
        << copied.rows_of("contacts") << " contacts and " << copied.rows_of("calls") << " calls, as of "
        << to_rfc3339(copied.known_until) << ".\n"
        << "At the next start Twilio is asked for all calls since then, before anybody is rung.\n"
        << "Uploads and changes of campaigns since then are not in it: docs/operations.md says what to do.\n";
}

/// The other name would keep the file of before, which does not know that it is one: a server that is started
/// from it would call everybody again whom the restored one has called.
void refuse_other_names(const fs::path& database) {
    if (fs::hard_link_count(database) > 1)
        throw DatabaseUnusable{
            "The database " + database.string() +
            " has other names (hard links), which would keep what stands there now. Remove them first. "
            "Nothing was changed."};
}

ExitCode restore(const std::string& named, const fs::path& backup) {
    if (!fs::exists(backup)) throw DatabaseUnusable{"There is no backup " + backup.string() + "."};
    if (fs::exists(named) && fs::equivalent(named, backup))
        throw DatabaseUnusable{backup.string() +
                               " is the database itself: it cannot be restored from itself."};
    const DatabaseLock lock{named};
    const fs::path database = fs::canonical(named);
    refuse_other_names(database);
    const Instant now = SystemClock{}.now();

    DraftFile draft{database};
    const store::CopiedDatabase copied = draw_up(backup, draft, now);
    draft.take_after(database);
    const bool is_replaced = holds_anything(database);
    if (is_replaced) carry_suppressions(database, draft);
    if (is_replaced) carry_api_keys(database, draft);
    if (is_replaced)
        std::cout << "What stood there before is kept as " << set_aside(database, now).string() << ".\n";
    draft.keep(true);
    report(database, backup, copied);
    return ExitCode::ok;
}

constexpr const char* description = "Put a backup in the database's place. The server must be stopped.";
constexpr const char* footer =
    "The backup is verified first, the present database is kept under another name. At the next start the "
    "server\n"
    "asks Twilio what it was asked to call since the backup was made, and rings nobody before it knows.\n"
    "Example:\n"
    "  carillon restore --db campaigns.db campaigns-2026-11-22.backup\n"
    "Exit codes: 0 done, 1 something failed, 2 wrong configuration, 3 a server runs, or a file cannot be "
    "used,\n"
    "4 the backup is damaged.";

struct Options {
    explicit Options(CLI::App& command) : flags(command, "Database") {}
    ConfigFlags flags;
    std::string backup;
};

}  // namespace

Command add_restore(CLI::App& program) {
    CLI::App* command = program.add_subcommand("restore", description);
    command->footer(footer);
    const auto options = std::make_shared<Options>(*command);
    command->add_option("backup", options->backup, "What `carillon backup` wrote.")
        ->required()
        ->type_name("BACKUP");
    return {command, [options] {
                const ReadConfig read = options->flags.load();
                if (read.problems.empty()) return restore(read.config.database, options->backup);
                print_problems(read.problems);
                return ExitCode::usage;
            }};
}

}  // namespace carillon::cli
