// SPDX-License-Identifier: MIT
// The command line: which subcommand, with which settings. What a subcommand does stands in the file of its
// name.
#pragma once

namespace carillon::cli {

/// Returns the process's exit code (command.hpp).
int run(int argc, const char* const* argv);

}  // namespace carillon::cli
