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

namespace carillon::cli {

/// Throws DatabaseUnusable with a sentence when the file has several names (hard links), and this is not the
/// one beside which its log lies.
void refuse_wrong_name(const std::filesystem::path& database);

class DatabaseLock {
public:
    /// Throws DatabaseUnusable with a sentence when another process holds it, the name is the wrong one, or
    /// the folder cannot be written.
    explicit DatabaseLock(const std::filesystem::path& database);

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
};

}  // namespace carillon::cli
