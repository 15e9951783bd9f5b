// SPDX-License-Identifier: MIT
// The schema's history: the SQL files of migrations/, embedded by CMake, and how a database catches up with
// them. Forward only, each in its own transaction, each remembered with its checksum.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "store/sqlite.hpp"
#include "store/sqlite/database.hpp"

namespace carillon::store::sqlite {

struct Migration {
    int number = 0;
    const char* name = "";  ///< the file's name without `.sql`
    const char* sha256 = "";
    const char* text = "";
};

/// Those of this binary, in order.
[[nodiscard]] std::span<const Migration> known_migrations();

/// Says in a sentence why this database cannot be ours to use: another program's file, a changed old
/// migration, a newer schema. Empty when it can (an empty one can). Throws Damaged.
[[nodiscard]] std::string find_problem(Database& database, std::span<const Migration> known);

[[nodiscard]] int schema_version(Database& database);

/// Applies what is missing. Throws std::runtime_error with the sentence of `find_problem`.
std::vector<MigrationStep> migrate(Database& database, std::span<const Migration> known);

}  // namespace carillon::store::sqlite
