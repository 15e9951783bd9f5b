// SPDX-License-Identifier: MIT
// `carillon check`: looks at everything that `carillon serve` would need, changes nothing, and says what it
// found.
#include <algorithm>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include "cli/command.hpp"
#include "cli/config_flags.hpp"
#include "store/sqlite.hpp"
#include "twilio/client.hpp"

namespace carillon::cli {
namespace asio = boost::asio;
namespace {

ExitCode check_configuration(const ReadConfig& read) {
    for (const std::string& advice : advice_for_serving(read.config))
        std::cout << "note           " << advice << '\n';
    if (!read.problems.empty()) {
        std::cout << "configuration  " << read.problems.size() << " to put right, listed on stderr\n";
        print_problems(read.problems);
        return ExitCode::usage;
    }
    std::cout << "configuration  ok\n";
    return ExitCode::ok;
}

std::string database_state(const store::SqliteReport& report) {
    if (!report.problem.empty()) return report.problem;
    if (!report.exists) return "does not exist yet; `carillon serve` makes it";
    std::string state = "ok, schema " + std::to_string(report.schema_version);
    if (report.schema_version < report.newest_known)
        state += ", brought to " + std::to_string(report.newest_known) + " at the next start";
    return state;
}

ExitCode check_database(const Config& config) {
    const store::SqliteReport report = store::inspect_sqlite(config.database);
    std::cout << "database       " << config.database << ": " << database_state(report) << '\n'
              << "sqlite         " << report.library_version << ". " << report.consequences << '\n';
    if (report.is_damaged) return ExitCode::damaged;
    return report.problem.empty() ? ExitCode::ok : ExitCode::database;
}

ExitCode check_carrier(const Config& config) {
    asio::io_context loop{1};
    http::Client http{loop.get_executor(), http::ClientLimits{}};
    twilio::Client carrier{http, config.twilio};
    auto answer = asio::co_spawn(loop, carrier.probe(), asio::use_future);
    loop.run();
    const std::string trouble = answer.get();
    std::cout << "twilio         " << (trouble.empty() ? "answers, and knows the account" : trouble) << '\n';
    return trouble.empty() ? ExitCode::ok : ExitCode::failed;
}

ExitCode check(const ReadConfig& read, bool online) {
    const ExitCode configuration = check_configuration(read);
    const ExitCode database = check_database(read.config);
    if (configuration != ExitCode::ok) return configuration;
    if (database != ExitCode::ok) return database;
    if (online) return check_carrier(read.config);
    std::cout << "twilio         not asked; --online asks it\n";
    return ExitCode::ok;
}

constexpr const char* description = "Say whether configuration and database are in order.";
constexpr const char* footer =
    "It changes nothing.\n"
    "Example, with the variables of `carillon serve`:\n"
    "  carillon check --online\n"
    "Exit codes: 0 all is well, 1 Twilio does not answer, 2 wrong configuration, 3 database cannot be used, "
    "4 database "
    "damaged.";

struct Options {
    explicit Options(CLI::App& command) : flags(command) {}
    ConfigFlags flags;
    bool online = false;
};

}  // namespace

Command add_check(CLI::App& program) {
    CLI::App* command = program.add_subcommand("check", description);
    command->footer(footer);
    const auto options = std::make_shared<Options>(*command);
    command->add_flag("--online", options->online, "Also ask Twilio whether it knows the account.");
    return {command, [options] { return check(options->flags.load_for_serving(), options->online); }};
}

}  // namespace carillon::cli
