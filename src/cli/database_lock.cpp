// SPDX-License-Identifier: MIT
#include "cli/database_lock.hpp"

#include <cerrno>
#include <chrono>
#include <string>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

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

namespace {

std::string lock_beside(const std::filesystem::path& database) {
    return std::filesystem::canonical(database).string() + ".lock";
}

}  // namespace

/// An empty file, if there was none, which SQLite takes as a new database.
DatabaseLock::DatabaseLock(const std::filesystem::path& database)
    : file_(database), beside_it_(lock_beside(database)), fence_(lock_beside(database)) {
    const DatabaseInUse is_in_use{"Another carillon process uses the database " + database.string() +
                                  ". Stop it first, or give this one another file with --db."};
    if (!beside_it_.lock()) throw is_in_use;
    refuse_wrong_name(database);
    if (!file_.lock() || !fence_.hold()) throw is_in_use;
}

bool DatabaseLock::is_held(const std::filesystem::path& database) {
    Held probe{lock_beside(database)};
    return !probe.lock();
}

DatabaseVisit::DatabaseVisit(const std::filesystem::path& database) {
    constexpr auto pause = std::chrono::milliseconds{20};
    constexpr auto patience = std::chrono::seconds{10};
    const auto deadline = std::chrono::steady_clock::now() + patience;
    refuse_wrong_name(database);
    for (;;) try {
            lock_.emplace(database);
            return;
        } catch (const DatabaseInUse&) {
            fence_.emplace(lock_beside(database));
            // Its holder may have died since: then nobody keeps others out but the lock, which is to be had.
            if (fence_->try_hold() && DatabaseLock::is_held(database)) return;
            fence_.reset();
            if (std::chrono::steady_clock::now() >= deadline) throw;
            std::this_thread::sleep_for(pause);
        }
}

}  // namespace carillon::cli
