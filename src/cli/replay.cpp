// SPDX-License-Identifier: MIT
// `carillon replay`: what the carrier told must explain every call's row.
#include "dialer/rules/replay.hpp"

#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/command.hpp"
#include "cli/config_flags.hpp"
#include "cli/replaying.hpp"
#include "store/engine.hpp"
#include "store/sqlite/audit.hpp"
#include "twilio/status_callback.hpp"

namespace carillon::cli {

Replayed replay_all(const std::filesystem::path& database, const std::function<void(std::string)>& tell) {
    Replayed replayed;
    const auto look = [&](const Call& call, const std::vector<Callback>& callbacks) {
        std::vector<NewCallback> told;
        for (const Callback& each : callbacks) told.push_back(twilio::stored_callback(each));
        ++replayed.calls;
        replayed.callbacks += std::ssize(callbacks);
        for (const std::string& each : dialer::rules::differences(call, std::move(told), {})) {
            ++replayed.differences;
            tell("call " + std::to_string(call.id.value()) + ": " + each);
        }
    };
    try {
        store::for_each_call(database, look);
    } catch (const store::Damaged& damaged) {
        throw DatabaseDamaged{"The database " + database.string() + " is damaged: " + damaged.what()};
    } catch (const std::exception& failure) {
        throw DatabaseUnusable{"The database " + database.string() + " cannot be read. " + failure.what()};
    }
    return replayed;
}

namespace {

ExitCode replay(const std::string& database) {
    if (!std::filesystem::exists(database))
        throw DatabaseUnusable{"There is no database " + database + ": name it with --db."};
    const auto print = [](const std::string& difference) { std::cout << difference << '\n'; };
    const Replayed replayed = replay_all(database, print);
    std::cout << replayed.calls << " calls with " << replayed.callbacks
              << " callbacks: " << replayed.differences
              << (replayed.differences == 1 ? " difference\n" : " differences\n");
    return replayed.differences == 0 ? ExitCode::ok : ExitCode::failed;
}

constexpr const char* description = "Rebuild every call from its callbacks and name the differences.";
constexpr const char* footer =
    "It changes nothing, and may run beside the server. Calls without callbacks are counted, not judged.\n"
    "Example:\n"
    "  carillon replay --db campaigns.db\n"
    "Exit codes: 0 no difference, 1 a difference, 2 wrong configuration, 3 database cannot be used, 4 "
    "database\n"
    "damaged.";

}  // namespace

Command add_replay(CLI::App& program) {
    CLI::App* command = program.add_subcommand("replay", description);
    command->footer(footer);
    const auto flags = std::make_shared<ConfigFlags>(*command, "Database");
    return {command, [flags] {
                const ReadConfig read = flags->load();
                if (read.problems.empty()) return replay(read.config.database);
                print_problems(read.problems);
                return ExitCode::usage;
            }};
}

}  // namespace carillon::cli
