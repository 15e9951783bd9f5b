// SPDX-License-Identifier: MIT
// Holds a database file against the fake Twilio's ledger, promise by promise, and prints what it found as
// JSON.
//   check_promises --db FILE --ledger FILE [--log FILE]… [--secret-file FILE] [--unsettled]
//                  [--calls-per-second N] [--longest-stall SECONDS] [--max-concurrent-calls N] [--requeued
//                  FILE]
//                  [--forgotten FROM UNTIL] [--clock-was-set]
// Exit codes: 0 every promise was kept, 1 one was not, 2 wrong usage or unreadable evidence.
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "support/promises.hpp"

namespace {

using namespace carillon::test;

/// One a line; a secret must not stand in an argument list.
std::vector<std::string> lines_of(const std::string& file) {
    std::vector<std::string> lines;
    std::ifstream stream{file};
    for (std::string line; std::getline(stream, line);)
        if (!line.empty()) lines.push_back(line);
    return lines;
}

int report(const PromiseReports& reports) {
    nlohmann::json promises;
    for (const auto& [promise, found] : reports)
        promises[promise] = {{"checked", found.checked}, {"breaches", found.breaches}};
    std::cout << promises.dump() << std::endl;
    return breaches_in(reports).empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) try {
    Evidence evidence;
    std::string ledger, secret_file, requeue_file;
    std::vector<std::int64_t> forgotten;
    bool is_unsettled = false;
    CLI::App program{"Checks Carillon's promises after a run."};
    program.add_option("--db", evidence.database, "The database file.")->required();
    program.add_option("--ledger", ledger, "The fake Twilio's ledger.")->required();
    program.add_option("--log", evidence.logs, "A log of the server's.");
    program.add_option("--secret-file", secret_file, "What no log may hold, one a line.");
    program.add_option("--requeued", requeue_file, "Numbers that a person had called again, one a line.");
    program.add_option("--calls-per-second", evidence.calls_per_second, "The account's rate.");
    program.add_option(
        "--longest-stall", evidence.longest_stall, "Seconds that calls may be held up on their way.");
    program.add_option("--max-concurrent-calls", evidence.max_concurrent_calls, "The account's cap.");
    program.add_option("--forgotten", forgotten, "From when to when a restore forgot, in Unix ms.")
        ->expected(2);
    program.add_flag("--clock-was-set", evidence.wall_clock_was_set, "The server's wall clock jumped.");
    program.add_flag("--unsettled", is_unsettled, "The run was cut off: calls may be open still.");
    CLI11_PARSE(program, argc, argv);

    evidence.ledger = read_ledger(ledger);
    evidence.is_settled = !is_unsettled;
    evidence.secrets = lines_of(secret_file);
    for (const std::string& number : lines_of(requeue_file)) ++evidence.requeues[number];
    if (!forgotten.empty())
        evidence.forgotten =
            Stretch{carillon::from_unix_ms(forgotten[0]), carillon::from_unix_ms(forgotten[1])};
    return report(check_promises(evidence));
} catch (const std::exception& failure) {
    std::cerr << "check_promises: " << failure.what() << '\n';
    return 2;
}
