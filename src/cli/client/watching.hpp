// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command.hpp"

namespace carillon::cli::client {

/// `campaigns watch ID`
[[nodiscard]] Command add_watching(CLI::App& campaigns);

}  // namespace carillon::cli::client
