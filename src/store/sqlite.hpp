// SPDX-License-Identifier: MIT
// The SQLite engine: opening a database file, migrating it, and what can be said of it.
#pragma once

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

#include "store/decisions.hpp"
#include "store/engine.hpp"

namespace carillon::store {

class LogFence;

/// Opens (creating it when missing) and migrates the file. `decisions` must outlive the engine.
/// Throws std::runtime_error with a plain sentence: cannot be opened, a changed old migration, a newer
/// schema, not ours; and Damaged with the sentence of `describe_damage`. A file that it refuses was not
/// written to.
[[nodiscard]] Engine open_sqlite(const std::filesystem::path& file, const Decisions& decisions);

/// The same for a server that must not keep its callers waiting: the pages of a large file, which take
/// seconds to read, are not looked at. Then `is_unseen`, and nobody may be called before `find_damage` found
/// none.
struct OpenedSqlite {
    Engine engine;
    bool is_unseen = false;
};
/// From then on the fence, which its caller holds until then, is held for each checkpoint; it must outlive
/// the engine.
[[nodiscard]] OpenedSqlite open_sqlite_soon(const std::filesystem::path& file,
                                            const Decisions& decisions,
                                            LogFence& fence);
/// Every page, row and CHECK of a file that may be in use. Returns the sentence of `describe_damage`; empty:
/// whole. Throws std::runtime_error when it cannot be read, or when it is given up. Takes as long as the disk
/// does.
[[nodiscard]] std::string find_damage(const std::filesystem::path& file,
                                      const std::atomic<bool>& is_given_up);

struct MigrationStep {
    int number = 0;
    std::string name;
    bool applied_now = false;
};
/// Brings the file's schema up to date; what `carillon migrate` prints. Throws as `open_sqlite`.
std::vector<MigrationStep> migrate_sqlite(const std::filesystem::path& file);

struct SqliteReport {
    std::string library_version;
    std::string consequences;  ///< what follows from that version (the WAL-reset bug before 3.51.3)
    bool exists = false;
    int schema_version = 0;
    int newest_known = 0;
    std::string quick_check;  ///< "ok", or the first complaint
    std::string problem;      ///< a sentence when the file cannot be used; empty when it can
    bool is_damaged = false;  ///< and that is the problem
};
/// Looks without changing anything (a missing file stays missing); what `carillon check` prints. Never
/// throws.
[[nodiscard]] SqliteReport inspect_sqlite(const std::filesystem::path& file);

/// The file, SQLite's complaint, and what to do about it.
[[nodiscard]] std::string describe_damage(const std::filesystem::path& file, const std::string& complaint);

}  // namespace carillon::store
