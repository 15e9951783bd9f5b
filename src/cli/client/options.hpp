// SPDX-License-Identifier: MIT
// What the commands that ask a server have in common: where it is, who we are, and how the answer is shown.
#pragma once

#include <cstdint>
#include <string>

#include "cli/client/server.hpp"

namespace CLI {
class App;
}

namespace carillon::cli::client {

struct Options {
    std::string url = "http://127.0.0.1:3000";
    std::string key_file;
    std::string database;  ///< --db: read the file instead of asking a server
    bool json = false;
    std::int64_t limit = 100;  ///< of a list; 0: all
};

/// Adds --url, --key-file and --json. `options` must live as long as `command`.
void add_server_flags(CLI::App& command, Options& options);
/// Adds --db.
void add_file_flag(CLI::App& command, Options& options);

/// The key is that of the file, or of CARILLON_KEY, or of CARILLON_API_KEY. Throws std::runtime_error when
/// the file cannot be read.
[[nodiscard]] Address address_of(const Options& options);

}  // namespace carillon::cli::client
