// SPDX-License-Identifier: MIT
#include "cli/database_lock.hpp"

#include <cerrno>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "cli/command.hpp"
#include "store/sqlite/log_name.hpp"

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

}  // namespace

DatabaseLock::Held::Held(const std::filesystem::path& file) : descriptor_(open_or_throw(file)) {}

DatabaseLock::Held::~Held() {
    ::close(descriptor_);
}

bool DatabaseLock::Held::lock() {
    return ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0;
}

void refuse_wrong_name(const std::filesystem::path& database) {
    const std::string problem = store::find_wrong_name(database);
    if (!problem.empty())
        throw DatabaseUnusable{"The database " + database.string() + " cannot be used. " + problem};
}

/// An empty file, if there was none, which SQLite takes as a new database.
DatabaseLock::DatabaseLock(const std::filesystem::path& database)
    : file_(database), beside_it_(std::filesystem::canonical(database).string() + ".lock") {
    const DatabaseUnusable is_in_use{"Another carillon process uses the database " + database.string() +
                                     ". Stop it first, or give this one another file with --db."};
    if (!beside_it_.lock()) throw is_in_use;
    refuse_wrong_name(database);
    if (!file_.lock()) throw is_in_use;
}

}  // namespace carillon::cli
