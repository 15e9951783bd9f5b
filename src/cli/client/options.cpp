// SPDX-License-Identifier: MIT
#include "cli/client/options.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include <CLI/CLI.hpp>

namespace carillon::cli::client {
namespace {

/// Its first line.
std::string read_key(const std::string& file) {
    std::ifstream stream{file};
    std::string key;
    if (!std::getline(stream, key) || key.empty())
        throw std::runtime_error("No API key can be read from " + file + ".");
    return key;
}

}  // namespace

void add_server_flags(CLI::App& command, Options& options) {
    command.add_option("--url", options.url, "Where the server is.")
        ->envname("CARILLON_URL")
        ->capture_default_str();
    command
        .add_option("--key-file",
                    options.key_file,
                    "A file with the API key; else CARILLON_KEY, else CARILLON_API_KEY.")
        ->envname("CARILLON_KEY_FILE")
        ->type_name("FILE");
    command.add_flag("--json", options.json, "Write JSON: an object, or for a list one object a line.");
}

void add_file_flag(CLI::App& command, Options& options) {
    command.add_option("--db", options.database, "Read this database file instead of asking a server.")
        ->type_name("FILE");
}

Address address_of(const Options& options) {
    if (!options.key_file.empty()) return {options.url, Secret{read_key(options.key_file)}};
    // Never a flag: what stands on a command line, everybody on the machine may read.
    for (const char* variable : {"CARILLON_KEY", "CARILLON_API_KEY"})
        if (const char* key = std::getenv(variable); key != nullptr && *key != '\0')
            return {options.url, Secret{key}};
    return {options.url, Secret{}};
}

}  // namespace carillon::cli::client
