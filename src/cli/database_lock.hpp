// SPDX-License-Identifier: MIT
// One process per database file. SQLite would let two servers share it; two dialers would then each keep the
// rate, and together break it. The lock is on `<file>.lock` beside the file that all symlinks lead to, so
// that SQLite's own locks on the file stay alone; the kernel drops it when the process ends, however it ends.
#pragma once

#include <filesystem>

namespace carillon::cli {

class DatabaseLock {
public:
    /// Throws DatabaseUnusable with a sentence when another process holds it or the folder cannot be written.
    explicit DatabaseLock(const std::filesystem::path& database);
    ~DatabaseLock();
    DatabaseLock(const DatabaseLock&) = delete;
    DatabaseLock& operator=(const DatabaseLock&) = delete;

private:
    int descriptor_;
};

}  // namespace carillon::cli
