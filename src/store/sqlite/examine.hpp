// SPDX-License-Identifier: MIT
// The look at a database file before anything is written to it: is it ours, is it whole, is the log beside it
// its own? Opening to write would already roll a journal back and may move a log into the file, which must
// not happen to a file that is about to be refused. docs/decisions/0010 says which damage is found, and which
// not.
#pragma once

#include <filesystem>
#include <string>

namespace carillon::store::sqlite {

class Database;

struct Examination {
    std::string problem;  ///< why it is not ours to use; empty: it is (an empty or missing one, too)
    std::string damage;   ///< the first complaint: ours, but broken; empty: whole
    int schema_version = 0;
    /// A crash cut its creation short: SQLite must roll its journal back before anything can be said of it.
    bool is_half_made = false;
    /// Its pages were not looked at: it is large, and that was asked for.
    bool is_unseen = false;
};

enum class Thoroughness { whole, large_files_later };

/// Never throws, and writes nothing.
[[nodiscard]] Examination examine(const std::filesystem::path& file,
                                  Thoroughness thoroughness = Thoroughness::whole);
/// The part of it that goes through SQLite. Throws Damaged.
void examine_content(Database& database, Examination& found, bool with_pages = true);
/// The first complaint about its pages, rows and CHECKs, and about the do-not-call list's index; empty:
/// whole.
[[nodiscard]] std::string find_broken_page(Database& database);

}  // namespace carillon::store::sqlite
