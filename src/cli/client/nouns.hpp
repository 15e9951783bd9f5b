// SPDX-License-Identifier: MIT
// The command line as a client of a server, or, read-only, of a database file.
#pragma once

#include <vector>

#include "cli/command.hpp"

namespace carillon::cli::client {

[[nodiscard]] Command add_campaigns(CLI::App& program);
[[nodiscard]] Command add_contacts(CLI::App& program);
[[nodiscard]] Command add_calls(CLI::App& program);
[[nodiscard]] Command add_suppressions(CLI::App& program);
[[nodiscard]] Command add_report(CLI::App& program);

/// A command that needs one of these after it.
[[nodiscard]] Command with_verbs(CLI::App* command, std::vector<Command> verbs);

}  // namespace carillon::cli::client
