// SPDX-License-Identifier: MIT
// By which of its names a file finds its log. SQLite names the log (-wal) after the path by which the
// database is opened. Where a file has several names (hard links), a server that was killed left its newest
// rows beside one of them; through another the file shows an older state, from which people would be called
// again. So the file remembers by which name it was last opened for writing (0006_log_name.sql).
#pragma once

#include <filesystem>
#include <string>

namespace carillon::store {

/// Why the file is not to be opened by this name: sentences; empty: it may be. Needs no lock, whoever writes
/// meanwhile. Never throws, and writes nothing.
[[nodiscard]] std::string find_wrong_name(const std::filesystem::path& file);

namespace sqlite {

class Database;

/// Has the file remember the name by which it was opened.
void note_name(Database& database, const std::filesystem::path& file);

}  // namespace sqlite
}  // namespace carillon::store
