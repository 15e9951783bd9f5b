// SPDX-License-Identifier: MIT
#include "store/log_fence.hpp"

#include <cerrno>
#include <chrono>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

namespace carillon::store {
namespace {

constexpr mode_t owner_only = 0600;

/// The whole file, empty as it is.
bool set_lock(int descriptor, short kind) {
    struct flock lock {};
    lock.l_type = kind;
    lock.l_whence = SEEK_SET;
    return ::fcntl(descriptor, F_OFD_SETLK, &lock) == 0;
}

}  // namespace

LogFence::LogFence(const std::filesystem::path& file)
    : descriptor_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, owner_only)) {
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), file.string());
}

LogFence::~LogFence() {
    ::close(descriptor_);
}

bool LogFence::try_hold() {
    return set_lock(descriptor_, F_WRLCK);
}

bool LogFence::hold() {
    constexpr auto pause = std::chrono::milliseconds{5};
    constexpr auto patience = std::chrono::seconds{10};
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!try_hold()) {
        if (std::chrono::steady_clock::now() >= deadline) return false;
        std::this_thread::sleep_for(pause);
    }
    return true;
}

void LogFence::let_go() {
    set_lock(descriptor_, F_UNLCK);
}

}  // namespace carillon::store
