// SPDX-License-Identifier: MIT
// What a database file says by itself, through its report views: no server is asked, nothing is written.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "store/sqlite/view_file.hpp"

namespace carillon::cli::client {

struct FileQuestion {
    std::string database;
    std::string view;
    std::vector<store::ViewQuestion::Filter> filters;
    std::int64_t limit = 0;
    bool json = false;
};

/// `is_one`: it is shown member by member, and none is a refusal.
[[nodiscard]] ExitCode answer_from_file(const FileQuestion& question, bool is_one);

}  // namespace carillon::cli::client
