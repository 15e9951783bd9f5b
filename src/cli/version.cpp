// SPDX-License-Identifier: MIT
// `carillon version`: what this binary is made of, for bug reports.
#include <iostream>

#include <CLI/CLI.hpp>
#include <boost/version.hpp>
#include <openssl/crypto.h>

#include "cli/command.hpp"
#include "store/sqlite.hpp"

namespace carillon::cli {
namespace {

std::string boost_version() {
    return std::to_string(BOOST_VERSION / 100'000) + "." + std::to_string(BOOST_VERSION / 100 % 1'000) + "." +
           std::to_string(BOOST_VERSION % 100);
}

ExitCode print_version() {
    std::cout << "carillon " << CARILLON_VERSION << '\n'
              << "compiler " << CARILLON_COMPILER << '\n'
              << "boost    " << boost_version() << '\n'
              << "sqlite   " << store::inspect_sqlite({}).library_version << '\n'
              << "openssl  " << OpenSSL_version(OPENSSL_VERSION_STRING) << '\n';
    return ExitCode::ok;
}

}  // namespace

Command add_version(CLI::App& program) {
    CLI::App* command = program.add_subcommand("version", "Print what this binary is made of.");
    return {command, print_version};
}

}  // namespace carillon::cli
