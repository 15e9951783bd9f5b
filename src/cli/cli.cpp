// SPDX-License-Identifier: MIT
#include "cli/cli.hpp"

#include <algorithm>
#include <array>
#include <iostream>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "cli/client/nouns.hpp"
#include "cli/client/server.hpp"
#include "cli/command.hpp"

namespace carillon::cli {
namespace {

constexpr const char* footer =
    "Exit codes: 0 done, 1 something failed, 2 wrong command line or configuration, 3 database cannot be "
    "used, 4 database damaged, 5 the server refused, 6 no server answered.\n"
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
    } catch (const DatabaseDamaged& damaged) {
        return fail(ExitCode::damaged, damaged.what());
    } catch (const client::Refused& refused) {
        return fail(ExitCode::refused, refused.what());
    } catch (const client::Unreachable& unreachable) {
        return fail(ExitCode::unreachable, unreachable.what());
    } catch (const std::exception& failure) {
        return fail(ExitCode::failed, failure.what());
    }
}

std::string unknown_subcommand(std::string_view name) {
    return std::string{name} +
           " is no subcommand. Known: serve, fake-twilio, migrate, check, backup, restore, replay, keys, "
           "campaigns, contacts, "
           "calls, suppressions, report, completion, openapi, version.";
}

/// Names the flags alone: what was given beside them may be a secret.
std::string unexpected_arguments(const CLI::App& program) {
    std::string flags;
    for (const std::string& argument : program.remaining(true))
        if (argument.starts_with("-")) flags += " " + argument.substr(0, argument.find('='));
    return "Some arguments are not known here:" + (flags.empty() ? " those without a flag" : flags) +
           ". `carillon SUBCOMMAND --help` lists what is. Secrets are not taken from the command line: use "
           "the variable, or the "
           "flag that ends in -file.";
}

}  // namespace

int run(int argc, const char* const* argv) {
    CLI::App program{
        "Carillon dials campaigns: it places Twilio calls at the rate you allow, hands answered ones to "
        "your agent, and keeps how each call ended in one SQLite file.",
        "carillon"};
    program.footer(footer);
    program.require_subcommand(1);
    program.set_version_flag("--version", "carillon " CARILLON_VERSION);
    program.get_formatter()->column_width(36);

    const std::array commands{add_serve(program),
                              add_fake_twilio(program),
                              add_migrate(program),
                              add_check(program),
                              add_backup(program),
                              add_restore(program),
                              add_replay(program),
                              add_keys(program),
                              add_openapi(program),
                              client::add_campaigns(program),
                              client::add_contacts(program),
                              client::add_calls(program),
                              client::add_suppressions(program),
                              client::add_report(program),
                              add_completion(program),
                              add_version(program)};
    const std::string_view first = argc > 1 ? argv[1] : "";
    const bool is_known = std::any_of(
        commands.begin(), commands.end(), [&](const Command& each) { return each.app->get_name() == first; });
    if (!first.empty() && first.front() != '-' && !is_known)
        return static_cast<int>(fail(ExitCode::usage, unknown_subcommand(first).c_str()));
    try {
        program.parse(argc, argv);
    } catch (const CLI::ExtrasError&) {
        return static_cast<int>(fail(ExitCode::usage, unexpected_arguments(program).c_str()));
    } catch (const CLI::ParseError& stop) {
        const bool is_help = program.exit(stop) == 0;
        return static_cast<int>(is_help ? ExitCode::ok : ExitCode::usage);
    }
    for (const Command& command : commands)
        if (command.app->parsed()) return static_cast<int>(run_command(command));
    return static_cast<int>(ExitCode::usage);
}

}  // namespace carillon::cli
