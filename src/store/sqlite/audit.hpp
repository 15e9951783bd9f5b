// SPDX-License-Identifier: MIT
// The database held against itself, row by row: what no quick check sees, for `carillon check --deep` and
// `carillon replay`. Reads only, in one snapshot, while others may write.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "call.hpp"
#include "callback.hpp"

namespace carillon::store {

struct SqliteAudit {
    std::vector<std::string> damage;    ///< SQLite's own complaints: the file is broken
    std::vector<std::string> findings;  ///< sound for SQLite, but not what Carillon would have written
};
/// Throws Damaged when it cannot even be read to the end, std::runtime_error when it is no database of ours.
[[nodiscard]] SqliteAudit audit_sqlite(const std::filesystem::path& file);

/// Every call in the order of ids, with all its callbacks as they were received.
void for_each_call(const std::filesystem::path& file,
                   const std::function<void(const Call&, const std::vector<Callback>&)>& look);

}  // namespace carillon::store
