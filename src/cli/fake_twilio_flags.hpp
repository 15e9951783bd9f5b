// SPDX-License-Identifier: MIT
// The flags of `carillon fake-twilio`: one for each field of simulator/profile.hpp.
#pragma once

#include "cli/command.hpp"
#include "simulator/profile.hpp"

namespace carillon::cli {

/// `config` must live as long as `command`. `auth_token_file` and `api_secret_file` are paths: a secret is
/// never an argument.
struct FakeTwilioOptions {
    simulator::FakeTwilioConfig config;
    std::string auth_token_file;
    std::string api_secret_file;
};

void add_fake_twilio_flags(CLI::App& command, FakeTwilioOptions& options);

}  // namespace carillon::cli
