// SPDX-License-Identifier: MIT
#include "cli/watch.hpp"

#include <csignal>
#include <cstdlib>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "failure.hpp"
#include "journal.hpp"

namespace carillon::cli {
namespace asio = boost::asio;

Watch::Watch(asio::io_context& loop)
    : loop_(loop), signals_(loop, SIGTERM, SIGINT), stop_(loop, asio::steady_timer::time_point::max()) {
    // A reader of our output that goes away must not take the calls with it.
    std::signal(SIGPIPE, SIG_IGN);
    // A limit on the size of files (ulimit -f) is a full disk: the write fails, and we live through it.
    std::signal(SIGXFSZ, SIG_IGN);
    listen_for_signals();
}

bool Watch::run(asio::awaitable<void> life) {
    std::exception_ptr end;
    asio::co_spawn(loop_, std::move(life), [this, &end](const std::exception_ptr& failure) {
        is_stopping_ = true;
        end = failure;
        loop_.stop();
    });
    loop_.run();
    if (end) std::rethrow_exception(end);
    return !has_failed_;
}

void Watch::start_task(const std::string& name, asio::awaitable<void> task) {
    asio::co_spawn(
        loop_, std::move(task), [this, name](const std::exception_ptr& failure) { end_task(name, failure); });
}

void Watch::end_task(const std::string& name, const std::exception_ptr& failure) {
    if (!failure && is_stopping_) return;
    has_failed_ = true;
    journal::task_failed(name, failure ? what_of(failure) : "it ended although nobody asked for a stop");
    ask_for_stop(name + " failed");
}

asio::awaitable<void> Watch::wait_for_stop() {
    if (!is_stopping_) co_await stop_.async_wait(asio::as_tuple(asio::use_awaitable));
}

void Watch::ask_for_stop(const std::string& why) {
    if (is_stopping_) return;
    is_stopping_ = true;
    journal::stopping(why);
    stop_.cancel();
}

void Watch::listen_for_signals() {
    signals_.async_wait([this](const boost::system::error_code& failure, int signal) {
        if (failure) return;
        if (is_stopping_) std::_Exit(128 + signal);
        ask_for_stop(signal == SIGTERM ? "SIGTERM" : "SIGINT");
        listen_for_signals();
    });
}

void Watch::on_signal(int signal, std::function<void()> work) {
    listen_for(wishes_.emplace_back(loop_, signal, std::move(work)));
}

void Watch::listen_for(Wish& wish) {
    wish.signals.async_wait([this, &wish](const boost::system::error_code& failure, int) {
        if (failure) return;
        wish.work();
        listen_for(wish);
    });
}

}  // namespace carillon::cli
