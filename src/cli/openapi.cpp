// SPDX-License-Identifier: MIT
// `carillon openapi`: what the server says of itself at /openapi.json, for who makes clients or lints.
#include "api/openapi.hpp"

#include <iostream>

#include <CLI/CLI.hpp>

#include "cli/command.hpp"

namespace carillon::cli {
namespace {

ExitCode print_document() {
    std::cout << api::openapi_document() << '\n';
    return std::cout.flush() ? ExitCode::ok : ExitCode::failed;
}

}  // namespace

Command add_openapi(CLI::App& program) {
    CLI::App* command = program.add_subcommand("openapi", "Print the API's description (OpenAPI 3.1, JSON).");
    return {command, print_document};
}

}  // namespace carillon::cli
