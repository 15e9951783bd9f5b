// SPDX-License-Identifier: MIT
// Databases to be harmed: real ones, filled by a store at work, as a server that stopped or was killed leaves
// them.
#pragma once

#include <cstdint>
#include <filesystem>

namespace carillon::test {

enum class Ending {
    in_order,                ///< one file
    with_log,                ///< killed: the newest rows are in the log
    with_everything_in_log,  ///< killed, and every page of it is in the log
};

void populate(const std::filesystem::path& database, std::uint64_t seed, Ending ending);

/// Of another program.
void make_foreign_database(const std::filesystem::path& file);

}  // namespace carillon::test
