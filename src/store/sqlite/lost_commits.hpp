// SPDX-License-Identifier: MIT
// Whether the log beside a database has lost rows that were committed to it. SQLite reads a log up to the
// first frame whose checksum is wrong and takes that for the end: after a power cut it is, but where the disk
// or a person damaged the log, the calls of its rest would be forgotten and placed again.
//
// The index of the log (-shm) outlives a killed process, and says how many frames were committed: SQLite
// counts them there only after their sync, so that no crash leaves the index ahead of its log. The first
// connection to open the file makes the index anew from what it can read, so this looks at the bytes, before
// there is one.
#pragma once

#include <filesystem>
#include <string>

namespace carillon::store::sqlite {

/// A sentence without its full stop; empty: nothing is known to be lost.
[[nodiscard]] std::string find_lost_commits(const std::filesystem::path& database);

}  // namespace carillon::store::sqlite
