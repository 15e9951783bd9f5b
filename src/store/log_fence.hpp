// SPDX-License-Identifier: MIT
// Keeps two processes from writing to a database and moving its log into the file at one moment: SQLite
// before 3.51.3 can lose a commit by that (docs/decisions/0004, 0018). Who opens a database for writing holds
// the fence. A server lets go of it while it serves, and holds it again for each checkpoint; then another
// process may hold it, write a row and go, without a checkpoint of its own.
//
// It is a lock of Linux's on an open file (not SQLite's, not `flock`): it ends with the process, however that
// ends. Runs on: any thread, one at a time.
#pragma once

#include <filesystem>

namespace carillon::store {

class LogFence {
public:
    /// Makes the file if there is none. Throws std::system_error when it cannot be opened.
    explicit LogFence(const std::filesystem::path& file);
    ~LogFence();
    LogFence(const LogFence&) = delete;
    LogFence& operator=(const LogFence&) = delete;

    /// False: another process holds it.
    [[nodiscard]] bool try_hold();
    /// Tries for some seconds: nobody holds it for long, unless it was stopped meanwhile.
    [[nodiscard]] bool hold();
    void let_go();

private:
    int descriptor_;
};

}  // namespace carillon::store
