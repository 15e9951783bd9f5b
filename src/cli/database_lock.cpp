// SPDX-License-Identifier: MIT
#include "cli/database_lock.hpp"

#include <cerrno>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "cli/command.hpp"

namespace carillon::cli {
namespace {

constexpr mode_t mode = 0600;  // contacts are in it: its owner's business

int open_or_throw(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, mode);
    if (descriptor < 0)
        throw DatabaseUnusable{path.string() +
                               " cannot be opened: " + std::generic_category().message(errno) + "."};
    return descriptor;
}

/// The file that `database` means, through all symlinks: so it must exist, if only as an empty file, which
/// SQLite takes as a new database.
std::filesystem::path lock_path(const std::filesystem::path& database) {
    ::close(open_or_throw(database));
    return std::filesystem::canonical(database).string() + ".lock";
}

}  // namespace

DatabaseLock::DatabaseLock(const std::filesystem::path& database)
    : descriptor_(open_or_throw(lock_path(database))) {
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
    ::close(descriptor_);
    throw DatabaseUnusable{"Another carillon process uses the database " + database.string() +
                           ". Stop it first, or give this one another file with --db."};
}

DatabaseLock::~DatabaseLock() {
    ::close(descriptor_);
}

}  // namespace carillon::cli
