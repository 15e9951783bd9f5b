// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "cli/command.hpp"

namespace carillon::cli::client {

/// text/csv, application/json or application/x-ndjson, by the word (csv, json, ndjson) or else by the file's
/// ending; empty: neither says it.
[[nodiscard]] std::string content_type_of(std::string_view word, std::string_view file);

/// `contacts upload CAMPAIGN FILE`
[[nodiscard]] Command add_upload(CLI::App& contacts);

}  // namespace carillon::cli::client
