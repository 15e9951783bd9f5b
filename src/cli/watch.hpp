// SPDX-License-Identifier: MIT
// Watches over the tasks of a process: they live until somebody asks for a stop, and one that ends before
// that takes the process down with it, never in silence. Runs on: the loop.
#pragma once

#include <functional>
#include <list>
#include <string>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

namespace carillon::cli {

class Watch {
public:
    /// From here on SIGTERM and SIGINT ask for a stop; the second one ends the process where it stands.
    explicit Watch(boost::asio::io_context& loop);
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    /// What a signal such as SIGHUP asks for from here on; without this it ends the process, as it does by
    /// default.
    void on_signal(int signal, std::function<void()> work);

    /// Runs `life` to its end; false when one of its tasks failed. Throws what it threw itself.
    bool run(boost::asio::awaitable<void> life);

    /// A part of that life which goes on until the stop. It may outlast the stop: the life decides when all
    /// is over.
    void start_task(const std::string& name, boost::asio::awaitable<void> task);
    boost::asio::awaitable<void> wait_for_stop();

private:
    void listen_for_signals();
    struct Wish {
        Wish(boost::asio::io_context& loop, int signal, std::function<void()> what)
            : signals(loop, signal), work(std::move(what)) {}
        boost::asio::signal_set signals;
        std::function<void()> work;
    };
    void listen_for(Wish& wish);
    void ask_for_stop(const std::string& why);
    void end_task(const std::string& name, const std::exception_ptr& failure);

    boost::asio::io_context& loop_;
    boost::asio::signal_set signals_;
    std::list<Wish> wishes_;
    boost::asio::steady_timer stop_;  ///< never expires: ends when it is cancelled
    bool is_stopping_ = false;
    bool has_failed_ = false;
};

}  // namespace carillon::cli
