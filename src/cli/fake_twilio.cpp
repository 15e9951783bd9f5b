// SPDX-License-Identifier: MIT
// `carillon fake-twilio`: a Twilio to practise against, as a process of its own.
#include "simulator/fake_twilio.hpp"

#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>

#include "cli/command.hpp"
#include "cli/config_file.hpp"
#include "cli/config_flags.hpp"
#include "cli/fake_twilio_flags.hpp"
#include "cli/watch.hpp"
#include "config_setting.hpp"
#include "config_values.hpp"
#include "journal.hpp"

namespace carillon::cli {
namespace asio = boost::asio;
namespace {

// Anyone may know these: the fake rings nobody.
constexpr const char* practice_account = "AC00000000000000000000000000000000";
constexpr const char* practice_token = "fake-twilio-auth-token";
constexpr std::chrono::milliseconds grace{2'000};

asio::awaitable<void> live(Watch& watch, simulator::FakeTwilio& fake, std::string bind) {
    watch.start_task("fake-twilio", fake.run());
    const std::string url = web_origin(bind, fake.port());
    journal::listening("fake-twilio", url);
    std::cout << "carillon fake-twilio: listening on " << url << std::endl;
    co_await watch.wait_for_stop();
    co_await fake.drain(grace);
    journal::stopped();
}

/// The secret in the file, or in the variable when no file is named, or `otherwise`.
Secret secret_from(const std::string& file,
                   const char* variable,
                   const char* otherwise,
                   std::vector<FieldError>& problems) {
    if (!file.empty()) {
        auto content = read_secret_file(file);
        if (content) return Secret{*std::move(content)};
        problems.push_back({variable, content.error().message + "."});
        return {};
    }
    const std::string value = environment_variable(variable);
    return Secret{value.empty() ? otherwise : value};
}

std::vector<FieldError> fill_account(FakeTwilioOptions& options) {
    std::vector<FieldError> problems;
    simulator::FakeTwilioConfig& config = options.config;
    if (config.account_sid.empty()) config.account_sid = environment_variable("TWILIO_ACCOUNT_SID");
    if (config.account_sid.empty()) config.account_sid = practice_account;
    if (config.api_key.empty()) config.api_key = environment_variable("TWILIO_API_KEY");
    config.auth_token = secret_from(options.auth_token_file, "TWILIO_AUTH_TOKEN", practice_token, problems);
    config.api_secret = secret_from(options.api_secret_file, "TWILIO_API_SECRET", "", problems);
    if (!is_sid(config.account_sid, "AC"))
        problems.push_back({"TWILIO_ACCOUNT_SID", "--account-sid: expected AC and 32 hex digits."});
    return problems;
}

ExitCode run_fake_twilio(FakeTwilioOptions& options) {
    const auto problems = fill_account(options);
    if (!problems.empty()) {
        print_problems(problems);
        return ExitCode::usage;
    }
    asio::io_context loop{1};
    SystemClock clock;
    simulator::FakeTwilio fake{loop.get_executor(), clock, options.config};
    Watch watch{loop};
    const bool went_well = watch.run(live(watch, fake, options.config.bind));
    return went_well ? ExitCode::ok : ExitCode::failed;
}

constexpr const char* description = "Run a Twilio to practise against; it rings nobody.";
constexpr const char* footer =
    "It speaks the REST API for calls and sends signed status callbacks, with people who answer, busy lines "
    "and\n"
    "faults, all from one seed.\n"
    "Account and token, where none are given: AC and 32 zeros, fake-twilio-auth-token.\n"
    "Example:\n"
    "  carillon fake-twilio --port 4010 --speed-up 20 --calls-per-second 50 --callback-lost 0.01\n"
    "  TWILIO_API_BASE_URL=http://127.0.0.1:4010 carillon serve …\n"
    "Exit codes: 0 stopped as asked, 1 something failed, 2 wrong command line.";

}  // namespace

Command add_fake_twilio(CLI::App& program) {
    CLI::App* command = program.add_subcommand("fake-twilio", description);
    command->footer(footer);
    const auto options = std::make_shared<FakeTwilioOptions>();
    add_fake_twilio_flags(*command, *options);
    return {command, [options] { return run_fake_twilio(*options); }};
}

}  // namespace carillon::cli
