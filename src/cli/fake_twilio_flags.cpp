// SPDX-License-Identifier: MIT
#include "cli/fake_twilio_flags.hpp"

#include <CLI/CLI.hpp>

namespace carillon::cli {
namespace {

template <class Value>
CLI::Option* add(CLI::App& command, const char* group, const char* flag, Value& value, const char* purpose) {
    return command.add_option(flag, value, purpose)->group(group)->capture_default_str()->take_last();
}

void add_share(CLI::App& command, const char* flag, double& value, const char* purpose) {
    add(command, "People (shares: only their proportions count)", flag, value, purpose)
        ->check(CLI::NonNegativeNumber);
}

void add_time(CLI::App& command, const char* flag, double& value, const char* purpose) {
    add(command, "Times", flag, value, purpose)->check(CLI::NonNegativeNumber);
}

void add_fault(CLI::App& command, const char* flag, double& value, const char* purpose) {
    add(command, "Faults (probabilities from 0 to 1)", flag, value, purpose)->check(CLI::Range(0.0, 1.0));
}

void add_account(CLI::App& command, FakeTwilioOptions& options) {
    constexpr const char* group = "Account";
    simulator::FakeTwilioConfig& config = options.config;
    add(command, group, "--account-sid", config.account_sid, "The one account. Variable TWILIO_ACCOUNT_SID.");
    add(command,
        group,
        "--auth-token-file",
        options.auth_token_file,
        "A file that holds its token. Variable TWILIO_AUTH_TOKEN holds the token itself.")
        ->type_name("FILE");
    add(command,
        group,
        "--api-key",
        config.api_key,
        "An API key that is accepted too. Variable TWILIO_API_KEY.");
    add(command,
        group,
        "--api-secret-file",
        options.api_secret_file,
        "A file that holds its secret. Variable TWILIO_API_SECRET holds the secret itself.")
        ->type_name("FILE");
    add(command,
        group,
        "--from-number",
        config.from_numbers,
        "A number that the account owns; may be repeated. None: any number may call.")
        ->take_all();
}

void add_machine(CLI::App& command, simulator::FakeTwilioConfig& config) {
    constexpr const char* group = "Server";
    add(command, group, "--port", config.port, "The port to listen on; 0 takes a free one.");
    add(command, group, "--bind", config.bind, "The address to listen on.");
    add(command,
        group,
        "--ledger",
        config.ledger,
        "Every fact is appended to this file, one JSON object a line.");
    add(command, group, "--seed", config.seed, "Of all that is random: the same seed gives the same calls.");
    add(command,
        group,
        "--calls-per-second",
        config.calls_per_second,
        "Calls dialled a second; more wait in the queue.")
        ->check(CLI::PositiveNumber);
    add(command,
        group,
        "--concurrent-calls",
        config.concurrent_calls,
        "Calls under way at once; 0: any number.")
        ->check(CLI::NonNegativeNumber);
    add(command,
        group,
        "--queue-hours",
        config.queue_hours,
        "Hours of calls that may wait; more are refused (22005).")
        ->check(CLI::PositiveNumber);
    command
        .add_flag("--magic-endings,!--no-magic-endings",
                  config.magic_endings,
                  "Whether numbers with magic last digits behave as docs/fake-twilio.md says; they do.")
        ->group(group);
    add(command, group, "--kept-calls", config.kept_calls, "Ended calls that fetch and list still know.");
    add(command,
        group,
        "--callbacks-in-flight",
        config.callbacks_in_flight,
        "Callbacks delivered at the same time.")
        ->check(CLI::PositiveNumber);
}

void add_people(CLI::App& command, simulator::Profile& profile) {
    add_share(command, "--answer", profile.answer, "Answered by a person.");
    add_share(command, "--busy", profile.busy, "Busy.");
    add_share(command, "--no-answer", profile.no_answer, "Rings until its timeout.");
    add_share(command, "--failed", profile.failed, "Cannot be connected.");
    add_share(command, "--voicemail", profile.voicemail, "Answered by a machine.");
    add_time(command, "--ring-seconds-min", profile.ring_seconds_min, "Shortest ringing.");
    add_time(command, "--ring-seconds-max", profile.ring_seconds_max, "Longest ringing.");
    add_time(command, "--talk-seconds-min", profile.talk_seconds_min, "Shortest talk.");
    add_time(command, "--talk-seconds-max", profile.talk_seconds_max, "Longest talk.");
    add(command, "Times", "--speed-up", profile.speed_up, "Ringing and talking pass this many times faster.")
        ->check(CLI::PositiveNumber);
}

void add_faults(CLI::App& command, simulator::Faults& faults) {
    add_fault(command, "--drop-response", faults.drop_response, "Accepted, and no answer.");
    add_fault(command, "--reset-before-accept", faults.reset_before_accept, "Not accepted, and no answer.");
    add_fault(command, "--throttle-429", faults.throttle_429, "429, not accepted.");
    add_fault(command, "--error-5xx-before", faults.error_5xx_before, "500, not accepted.");
    add_fault(command, "--error-5xx-after", faults.error_5xx_after, "500 although it was accepted.");
    add_fault(command, "--truncate-body", faults.truncate_body, "Accepted, the answer ends in its middle.");
    add_fault(command, "--slow-answer", faults.slow_answer, "Accepted, the answer comes late.");
    add_fault(command, "--callback-lost", faults.callback_lost, "A callback is never sent.");
    add_fault(command, "--callback-late", faults.callback_late, "A callback is sent late.");
    add_fault(
        command, "--callback-early", faults.callback_early, "The first callback comes before the answer.");
    add_fault(command, "--callback-doubled", faults.callback_doubled, "A callback is sent twice.");
    add_fault(
        command, "--callback-reordered", faults.callback_reordered, "A callback comes after the next one.");
    add_fault(command, "--list-lag", faults.list_lag, "A new call is missing from lists for a while.");
    add_time(command,
             "--retry-after-seconds",
             faults.retry_after_seconds,
             "Retry-After of a 429; 0: none is sent.");
    add_time(command, "--slow-answer-seconds", faults.slow_answer_seconds, "How late a slow answer is.");
    add_time(
        command, "--callback-late-seconds", faults.callback_late_seconds, "How late a late callback is.");
    add_time(command, "--list-lag-seconds", faults.list_lag_seconds, "How long a list misses a new call.");
}

}  // namespace

void add_fake_twilio_flags(CLI::App& command, FakeTwilioOptions& options) {
    add_account(command, options);
    add_machine(command, options.config);
    add_people(command, options.config.profile);
    add_faults(command, options.config.faults);
}

}  // namespace carillon::cli
