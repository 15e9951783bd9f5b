// SPDX-License-Identifier: MIT
// `carillon backup`: a copy of the database as it stands at one moment, while the server goes on.
#include "store/sqlite/backup.hpp"

#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/command.hpp"
#include "cli/config_flags.hpp"
#include "cli/database_lock.hpp"
#include "cli/draft_file.hpp"
#include "store/engine.hpp"

namespace carillon::cli {
namespace {

/// None: a server runs, or will not be kept from running; the file is read as one that others write to.
std::unique_ptr<DatabaseLock> try_to_lock(const std::string& database) {
    try {
        return std::make_unique<DatabaseLock>(database);
    } catch (const DatabaseUnusable&) {
        return nullptr;
    }
}

store::CopiedDatabase copy(const std::string& database, const std::filesystem::path& to) {
    refuse_wrong_name(database);
    const auto lock = try_to_lock(database);
    try {
        return store::copy_sqlite(database, to, lock == nullptr);
    } catch (const store::Damaged& damaged) {
        throw DatabaseDamaged{"The database " + database + " cannot be backed up. " + damaged.what()};
    } catch (const std::exception& failure) {
        throw DatabaseUnusable{failure.what()};
    }
}

ExitCode back_up(const std::string& database, const std::string& file, bool may_replace) {
    if (!std::filesystem::exists(database))
        throw DatabaseUnusable{"There is no database " + database + ": name it with --db."};
    if (std::filesystem::exists(file) && std::filesystem::equivalent(file, database))
        throw DatabaseUnusable{file + " is the database itself."};
    if (std::filesystem::exists(file) && !may_replace) {
        std::cerr << "carillon: " << file << " exists already; --force replaces it.\n";
        return ExitCode::failed;
    }
    DraftFile draft{file};
    const store::CopiedDatabase copied = copy(database, draft.path());
    draft.keep(may_replace);
    std::cout << file << ": a verified copy of " << database << ", as of " << to_rfc3339(copied.known_until)
              << '\n';
    for (const store::TableCount& each : copied.rows)
        std::cout << "  " << each.table << ' ' << each.rows << '\n';
    return ExitCode::ok;
}

constexpr const char* description = "Copy the database into a file, while the server runs or not.";
constexpr const char* footer =
    "The copy is of one moment, is read through (integrity, references, number of rows) and on the disk "
    "before\n"
    "it gets its name. Nothing is written to the database. It holds people's numbers: only you may read it.\n"
    "Example:\n"
    "  carillon backup --db campaigns.db campaigns-$(date +%F).backup\n"
    "Exit codes: 0 done, 1 the file exists or cannot be written, 2 wrong configuration, 3 database cannot "
    "be\n"
    "used, 4 database damaged.";

struct Options {
    explicit Options(CLI::App& command) : flags(command, "Database") {}
    ConfigFlags flags;
    std::string file;
    bool may_replace = false;
};

}  // namespace

Command add_backup(CLI::App& program) {
    CLI::App* command = program.add_subcommand("backup", description);
    command->footer(footer);
    const auto options = std::make_shared<Options>(*command);
    command->add_option("file", options->file, "Where the copy goes.")->required()->type_name("FILE");
    command->add_flag("--force", options->may_replace, "Replace the file if it exists.");
    return {command, [options] {
                const ReadConfig read = options->flags.load();
                if (read.problems.empty())
                    return back_up(read.config.database, options->file, options->may_replace);
                print_problems(read.problems);
                return ExitCode::usage;
            }};
}

}  // namespace carillon::cli
