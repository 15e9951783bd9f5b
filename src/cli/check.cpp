// SPDX-License-Identifier: MIT
// `carillon check`: looks at everything that `carillon serve` would need, changes nothing, and says what it
// found.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include "cli/command.hpp"
#include "cli/config_flags.hpp"
#include "cli/replaying.hpp"
#include "cli/webhook_probe.hpp"
#include "config_values.hpp"
#include "http/server_tls.hpp"
#include "store/sqlite.hpp"
#include "store/sqlite/audit.hpp"
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

store::SqliteAudit audit_or_explain(const std::string& database) {
    try {
        return store::audit_sqlite(database);
    } catch (const store::Damaged& damaged) {
        throw DatabaseDamaged{store::describe_damage(database, damaged.what())};
    } catch (const std::exception& failure) {
        throw DatabaseUnusable{"The database " + database + " cannot be read. " + failure.what()};
    }
}

ExitCode check_database(const Config& config) {
    const store::SqliteReport report = store::inspect_sqlite(config.database);
    std::cout << "database       " << config.database << ": " << database_state(report) << '\n'
              << "sqlite         " << report.library_version << ". " << report.consequences << '\n';
    if (report.is_damaged) return ExitCode::damaged;
    return report.problem.empty() ? ExitCode::ok : ExitCode::database;
}

/// Row by row, where the quick check looks at pages; and every call against what the carrier told of it.
ExitCode check_certificate(const Config& config) {
    if (config.tls_certificate.empty()) return ExitCode::ok;
    try {
        (void)http::load_server_tls(config.tls_certificate, config.tls_key);
        std::cout << "certificate    ok\n";
        return ExitCode::ok;
    } catch (const std::runtime_error& refused) {
        std::cout << "certificate    " << refused.what() << '\n';
        return ExitCode::usage;
    }
}

ExitCode check_deeply(const Config& config) {
    if (!std::filesystem::exists(config.database)) return ExitCode::ok;
    const auto print = [](const std::string& finding) { std::cout << "  - " << finding << '\n'; };
    const store::SqliteAudit audit = audit_or_explain(config.database);
    std::for_each(audit.damage.begin(), audit.damage.end(), print);
    std::for_each(audit.findings.begin(), audit.findings.end(), print);
    if (!audit.damage.empty()) return ExitCode::damaged;
    const Replayed replayed = replay_all(config.database, print);
    const auto found = std::ssize(audit.findings) + replayed.differences;
    std::cout << "deep           " << replayed.calls << " calls with " << replayed.callbacks
              << " callbacks looked through, " << found << (found == 1 ? " finding\n" : " findings\n");
    return found == 0 ? ExitCode::ok : ExitCode::failed;
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

ExitCode check_webhook(const Config& config) {
    const ProbeVerdict verdict = probe_webhook(config);
    std::cout << "webhook        " << without_credentials(config.status_callback_url) << ": "
              << verdict.sentence << '\n';
    return verdict.is_well ? ExitCode::ok : ExitCode::failed;
}

struct Wanted {
    bool online = false;
    bool deep = false;
    bool webhook = false;
};

ExitCode check(const ReadConfig& read, const Wanted& wanted) {
    const ExitCode configuration = check_configuration(read);
    const ExitCode database = check_database(read.config);
    if (configuration != ExitCode::ok) return configuration;
    const ExitCode certificate = check_certificate(read.config);
    if (certificate != ExitCode::ok) return certificate;
    if (database != ExitCode::ok) return database;
    const ExitCode rows = wanted.deep ? check_deeply(read.config) : ExitCode::ok;
    if (rows != ExitCode::ok) return rows;
    const ExitCode webhook = wanted.webhook ? check_webhook(read.config) : ExitCode::ok;
    if (!wanted.online) std::cout << "twilio         not asked; --online asks it\n";
    const ExitCode carrier = wanted.online ? check_carrier(read.config) : ExitCode::ok;
    return webhook != ExitCode::ok ? webhook : carrier;
}

constexpr const char* description = "Say whether configuration and database are in order.";
constexpr const char* footer =
    "It changes nothing.\n"
    "Example, with the variables of `carillon serve`:\n"
    "  carillon check --online --webhook\n"
    "Exit codes: 0 all is well, 1 Twilio does not answer, no callback arrives or --deep found something, 2 "
    "wrong configuration, 3 "
    "database cannot be used, "
    "4 database "
    "damaged.";

struct Options {
    explicit Options(CLI::App& command) : flags(command) {}
    ConfigFlags flags;
    Wanted wanted;
};

}  // namespace

Command add_check(CLI::App& program) {
    CLI::App* command = program.add_subcommand("check", description);
    command->footer(footer);
    const auto options = std::make_shared<Options>(*command);
    command->add_flag("--online", options->wanted.online, "Also ask Twilio whether it knows the account.");
    command->add_flag("--deep",
                      options->wanted.deep,
                      "Also read every row of the database, and hold every call against its callbacks.");
    command->add_flag("--webhook",
                      options->wanted.webhook,
                      "Also post a signed callback to STATUS_CALLBACK_URL, over the way that Twilio's take.");
    return {command, [options] { return check(options->flags.load_for_serving(), options->wanted); }};
}

}  // namespace carillon::cli
