// SPDX-License-Identifier: MIT
// `carillon migrate`: brings a database file up to date without serving it.
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/command.hpp"
#include "cli/config_flags.hpp"
#include "cli/database_lock.hpp"
#include "store/sqlite.hpp"

namespace carillon::cli {
namespace {

std::vector<store::MigrationStep> migrate_file(const std::string& file) {
    const DatabaseLock lock{file};
    try {
        return store::migrate_sqlite(file);
    } catch (const store::Damaged& damaged) {
        throw DatabaseDamaged{damaged.what()};
    } catch (const std::exception& failure) {
        throw DatabaseUnusable{failure.what()};
    }
}

ExitCode migrate(const Config& config) {
    for (const store::MigrationStep& step : migrate_file(config.database))
        std::cout << step.name << ": " << (step.applied_now ? "applied" : "was applied before") << '\n';
    std::cout << config.database << " is up to date.\n";
    return ExitCode::ok;
}

constexpr const char* description = "Bring the database file up to date.";
constexpr const char* footer =
    "`carillon serve` does the same when it starts: this is for those who want it done, or refused, "
    "beforehand.\n"
    "Migrations only go forward: copy the file first.\n"
    "Example:\n"
    "  carillon migrate --db campaigns.db\n"
    "Exit codes: 0 up to date, 2 wrong configuration, 3 database cannot be used, 4 database "
    "damaged.";

}  // namespace

Command add_migrate(CLI::App& program) {
    CLI::App* command = program.add_subcommand("migrate", description);
    command->footer(footer);
    const auto flags = std::make_shared<ConfigFlags>(*command, "Database");
    return {command, [flags] {
                const ReadConfig read = flags->load();
                if (read.problems.empty()) return migrate(read.config);
                print_problems(read.problems);
                return ExitCode::usage;
            }};
}

}  // namespace carillon::cli
