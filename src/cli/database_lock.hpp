// SPDX-License-Identifier: MIT
// One process per database file. SQLite would let two servers share it; two dialers would then each keep the
// rate, and together break it. Two locks, which the kernel drops when the process ends, however it ends:
//   - on `<file>.lock`, beside the file that all symlinks lead to: it holds while a restore puts another file
//     in the database's place;
//   - on the database file itself: a hard link is another name, with another `.lock` beside it, of one file.
// Whoever comes by a wrong name is refused between the two: with the second in its hands it would keep out
// the one that comes by the right name, and nobody would run. Both are `flock`s, of which SQLite's own locks
// (`fcntl`) know nothing. But whoever closes ANY descriptor of a file gives up all `fcntl` locks that its
// process has on it: so the lock must be made before the store and end after it.
#pragma once

#include <filesystem>
#include <optional>

#include "cli/command.hpp"
#include "store/log_fence.hpp"

namespace carillon::cli {

/// Throws DatabaseUnusable with a sentence when the file has several names (hard links), and this is not the
/// one beside which its log lies.
void refuse_wrong_name(const std::filesystem::path& database);

/// Another process has it.
class DatabaseInUse : public DatabaseUnusable {
public:
    using DatabaseUnusable::DatabaseUnusable;
};

class DatabaseLock {
public:
    /// Throws DatabaseInUse; and DatabaseUnusable with a sentence when the name is the wrong one, or the
    /// folder cannot be written.
    explicit DatabaseLock(const std::filesystem::path& database);
    /// Whether any process has it, this one included.
    [[nodiscard]] static bool is_held(const std::filesystem::path& database);

    /// Held from the beginning, until `open_to_visits`.
    [[nodiscard]] store::LogFence& fence() { return fence_; }
    /// A server that serves and checkpoints inside the fence only: others may write a row meanwhile.
    void open_to_visits() { fence_.let_go(); }

private:
    /// An open file with its lock.
    class Held {
    public:
        explicit Held(const std::filesystem::path& file);
        ~Held();
        Held(const Held&) = delete;
        Held& operator=(const Held&) = delete;

        /// False: another process has it.
        [[nodiscard]] bool lock();

    private:
        int descriptor_;
    };

    Held file_;  // first: the symlinks' end is known only once it exists
    Held beside_it_;
    store::LogFence fence_;
};

/// For who writes a row to a database and goes: the lock, if no process has it; else, inside its fence,
/// beside a server that is open to visits.
class DatabaseVisit {
public:
    /// Throws as DatabaseLock does: DatabaseInUse when the process that has the lock is not open to visits
    /// within some seconds.
    explicit DatabaseVisit(const std::filesystem::path& database);

    [[nodiscard]] bool is_alone() const { return lock_.has_value(); }

private:
    std::optional<DatabaseLock> lock_;
    std::optional<store::LogFence> fence_;
};

}  // namespace carillon::cli
