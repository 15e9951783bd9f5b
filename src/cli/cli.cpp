// SPDX-License-Identifier: MIT
#include "cli/cli.hpp"

#include <array>
#include <iostream>

#include <CLI/CLI.hpp>

#include "cli/command.hpp"

namespace carillon::cli {
namespace {

constexpr const char* footer =
    "Exit codes: 0 done, 1 something failed, 2 wrong command line or configuration, 3 database cannot be "
    "used.\n"
    "Start with `scripts/demo`: a whole campaign against a fake Twilio, no account needed.";

ExitCode fail(ExitCode code, const char* what) {
    std::cerr << "carillon: " << what << '\n';
    return code;
}

/// The process's last edge: whatever nobody caught becomes one sentence.
ExitCode run_command(const Command& command) {
    try {
        return command.run();
    } catch (const DatabaseUnusable& unusable) {
        return fail(ExitCode::database, unusable.what());
    } catch (const std::exception& failure) {
        return fail(ExitCode::failed, failure.what());
    }
}

}  // namespace

int run(int argc, const char* const* argv) {
    CLI::App program{
        "Carillon dials campaigns: it places Twilio calls at the rate you allow, hands answered ones to "
        "your agent, and keeps how each call ended in one SQLite file.",
        "carillon"};
    program.footer(footer);
    program.require_subcommand(1);
    program.get_formatter()->column_width(36);

    const std::array commands{add_serve(program),
                              add_fake_twilio(program),
                              add_migrate(program),
                              add_check(program),
                              add_version(program)};
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& stop) {
        const bool is_help = program.exit(stop) == 0;
        return static_cast<int>(is_help ? ExitCode::ok : ExitCode::usage);
    }
    for (const Command& command : commands)
        if (command.app->parsed()) return static_cast<int>(run_command(command));
    return static_cast<int>(ExitCode::usage);
}

}  // namespace carillon::cli
