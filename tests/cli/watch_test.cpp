// SPDX-License-Identifier: MIT
// A process's tasks: they live until the stop, and none of them dies unnoticed.
#include "cli/watch.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include "journal.hpp"

namespace carillon::cli {
namespace {

namespace asio = boost::asio;

asio::awaitable<void> end_at_once() {
    co_return;
}

asio::awaitable<void> fail_at_once() {
    throw std::runtime_error{"the task broke"};
    co_return;
}

asio::awaitable<void> go_on(asio::steady_timer& forever) {
    co_await forever.async_wait(asio::as_tuple(asio::use_awaitable));
}

/// A life with one task; `signal` 0: nobody asks for a stop.
asio::awaitable<void> live(Watch& watch, asio::awaitable<void> task, int signal, bool& reached_the_end) {
    watch.start_task("task", std::move(task));
    if (signal != 0) std::raise(signal);
    co_await watch.wait_for_stop();
    reached_the_end = true;
}

asio::awaitable<void> linger(Watch& watch, asio::steady_timer& forever) {
    std::raise(SIGTERM);
    co_await watch.wait_for_stop();
    std::raise(SIGINT);
    co_await go_on(forever);
}

class Watching : public ::testing::Test {
protected:
    Watching() { journal::set_level("off"); }

    bool run(asio::awaitable<void> task, int signal = 0) {
        return watch_.run(live(watch_, std::move(task), signal, reached_the_end_));
    }

    asio::io_context loop_{1};
    asio::steady_timer forever_{loop_, asio::steady_timer::time_point::max()};
    Watch watch_{loop_};
    bool reached_the_end_ = false;
};

TEST_F(Watching, EndsWellWhenASignalAsksForIt) {
    EXPECT_TRUE(run(go_on(forever_), SIGTERM));
    EXPECT_TRUE(reached_the_end_);
}

TEST_F(Watching, ATaskThatThrowsStopsAllInOrderAndIsAFailure) {
    EXPECT_FALSE(run(fail_at_once()));
    EXPECT_TRUE(reached_the_end_);
}

TEST_F(Watching, ATaskThatEndsBeforeTheStopIsAFailure) {
    EXPECT_FALSE(run(end_at_once()));
    EXPECT_TRUE(reached_the_end_);
}

TEST_F(Watching, WhatALifeThrowsIsForItsCaller) {
    EXPECT_THROW((void)watch_.run(fail_at_once()), std::runtime_error);
}

TEST(WatchDeathTest, TheSecondSignalEndsTheProcessWhereItStands) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    const auto linger_for_ever = [] {
        journal::set_level("off");
        asio::io_context loop{1};
        asio::steady_timer forever{loop, asio::steady_timer::time_point::max()};
        Watch watch{loop};
        watch.run(linger(watch, forever));
    };
    EXPECT_EXIT(linger_for_ever(), ::testing::ExitedWithCode(128 + SIGINT), "");
}

/// Writes where no file may grow; ends with what the write ended with.
[[noreturn]] void write_beyond_the_limit() {
    asio::io_context loop{1};
    const Watch watch{loop};
    const rlimit nothing{0, 0};
    const int file = ::fileno(std::tmpfile());
    const bool is_limited = ::setrlimit(RLIMIT_FSIZE, &nothing) == 0;
    const bool is_written = ::write(file, "x", 1) == 1;
    std::_Exit(is_limited && !is_written ? errno : 0);
}

TEST(WatchDeathTest, AFullDiskByLimitIsAnErrorOfTheWriteAndNoDeath) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_EXIT(write_beyond_the_limit(), ::testing::ExitedWithCode(EFBIG), "");
}

}  // namespace
}  // namespace carillon::cli
