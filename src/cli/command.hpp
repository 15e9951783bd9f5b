// SPDX-License-Identifier: MIT
// What a subcommand is: its part of the command line, and what it does once that is read.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>

namespace CLI {
class App;
}

namespace carillon::cli {

enum class ExitCode : int {
    ok = 0,
    failed = 1,       ///< something broke while it ran
    usage = 2,        ///< the command line or the configuration is wrong
    database = 3,     ///< the database cannot be used
    damaged = 4,      ///< it is Carillon's, but broken: a backup is needed
    refused = 5,      ///< the server that was asked said no
    unreachable = 6,  ///< no server answered
};

/// Ends any subcommand with `ExitCode::database`.
class DatabaseUnusable : public std::runtime_error {
public:
    explicit DatabaseUnusable(const std::string& sentence) : std::runtime_error(sentence) {}
};

/// Ends any subcommand with `ExitCode::damaged`.
class DatabaseDamaged : public std::runtime_error {
public:
    explicit DatabaseDamaged(const std::string& sentence) : std::runtime_error(sentence) {}
};

struct Command {
    CLI::App* app = nullptr;
    std::function<ExitCode()> run;
};

[[nodiscard]] Command add_serve(CLI::App& program);
[[nodiscard]] Command add_fake_twilio(CLI::App& program);
[[nodiscard]] Command add_migrate(CLI::App& program);
[[nodiscard]] Command add_check(CLI::App& program);
[[nodiscard]] Command add_backup(CLI::App& program);
[[nodiscard]] Command add_restore(CLI::App& program);
[[nodiscard]] Command add_replay(CLI::App& program);
[[nodiscard]] Command add_keys(CLI::App& program);
[[nodiscard]] Command add_openapi(CLI::App& program);
[[nodiscard]] Command add_completion(CLI::App& program);
[[nodiscard]] Command add_version(CLI::App& program);

}  // namespace carillon::cli
