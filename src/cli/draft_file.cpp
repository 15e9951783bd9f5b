// SPDX-License-Identifier: MIT
#include "cli/draft_file.hpp"

#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace carillon::cli {
namespace {

constexpr mode_t mode = 0600;  // people's numbers are in it

[[noreturn]] void fail(const std::filesystem::path& path, const char* what) {
    throw std::runtime_error(path.string() + " " + what + ": " + std::generic_category().message(errno) +
                             ".");
}

std::filesystem::path part_of(std::filesystem::path place) {
    return place += ".part-" + std::to_string(::getpid());
}

}  // namespace

void write_through(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) fail(path, "cannot be opened");
    const bool is_written = ::fsync(descriptor) == 0;
    ::close(descriptor);
    if (!is_written) fail(path, "cannot be written to the disk");
}

DraftFile::DraftFile(const std::filesystem::path& place)
    : place_(std::filesystem::absolute(place)), path_(part_of(place_)) {
    const int descriptor = ::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor < 0) fail(path_, "cannot be made");
    ::close(descriptor);
}

DraftFile::~DraftFile() {
    if (is_kept_) return;
    std::error_code ignored;
    for (const char* ending : {"", "-journal", "-wal", "-shm"})
        std::filesystem::remove(path_.string() + ending, ignored);
}

void DraftFile::take_after(const std::filesystem::path& other) {
    struct stat state {};
    if (::stat(other.c_str(), &state) != 0) fail(other, "cannot be looked at");
    // Only root may give a file away; for everybody else it is theirs already, or stays so.
    if (::chown(path_.c_str(), state.st_uid, state.st_gid) != 0 && errno != EPERM)
        fail(path_, "cannot be given its owner");
    if (::chmod(path_.c_str(), state.st_mode & 07777) != 0) fail(path_, "cannot be given its rights");
}

void DraftFile::keep(bool may_replace) {
    write_through(path_);
    const unsigned flags = may_replace ? 0 : RENAME_NOREPLACE;
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, place_.c_str(), flags) != 0)
        fail(place_, "cannot be put in its place");
    is_kept_ = true;
    write_through(place_.parent_path());
}

}  // namespace carillon::cli
