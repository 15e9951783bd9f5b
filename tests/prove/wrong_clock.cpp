// SPDX-License-Identifier: MIT
// A library for LD_PRELOAD that puts a process's wall clock wrong: by the milliseconds that stand, as eight
// bytes, in the file WRONG_CLOCK_FILE, from the moment they are written. Its other clocks stay true.
//
// (libfaketime 0.9.10 cannot tell a timerfd's clock and shifts all that are set to an absolute time, as Asio
// sets one that is due already: the timer then never rings.)
#include <atomic>
#include <cstdint>
#include <cstdlib>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

namespace {

using Offset = std::atomic<std::int64_t>;
static_assert(Offset::is_always_lock_free && sizeof(Offset) == 8);

const Offset* open_offset() {
    const char* file = std::getenv("WRONG_CLOCK_FILE");
    const int descriptor = file == nullptr ? -1 : ::open(file, O_RDONLY | O_CLOEXEC);
    void* page = ::mmap(nullptr, sizeof(Offset), PROT_READ, MAP_SHARED, descriptor, 0);
    if (page == MAP_FAILED) std::abort();  // a true clock would prove nothing
    ::close(descriptor);
    return static_cast<const Offset*>(page);
}

timespec wrong_time(clockid_t clock) {
    static const Offset* const offset = open_offset();
    timespec time{};
    ::syscall(SYS_clock_gettime, clock, &time);
    const std::int64_t ms = offset->load() + time.tv_nsec / 1'000'000;
    std::int64_t seconds = time.tv_sec + ms / 1000;
    std::int64_t rest = ms % 1000;
    if (rest < 0) {
        rest += 1000;
        --seconds;
    }
    return {seconds, rest * 1'000'000 + time.tv_nsec % 1'000'000};
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
    if (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)
        return static_cast<int>(::syscall(SYS_clock_gettime, clock, time));
    *time = wrong_time(clock);
    return 0;
}

int gettimeofday(timeval* time, void*) noexcept {
    const timespec now = wrong_time(CLOCK_REALTIME);
    *time = {now.tv_sec, now.tv_nsec / 1000};
    return 0;
}

time_t time(time_t* copy) noexcept {
    const time_t now = wrong_time(CLOCK_REALTIME).tv_sec;
    if (copy != nullptr) *copy = now;
    return now;
}
}
