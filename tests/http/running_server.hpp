// SPDX-License-Identifier: MIT
// The real server on a free port of the loopback interface, with a handler that has a path for each thing
// that a handler can do.
#pragma once

#include <future>
#include <memory>
#include <string>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "http/server.hpp"

namespace carillon::test {

/// `/echo?limit=` answers the body, `/describe` the request, `/stream` three pieces, `/large` 8 MB; `/throw`,
/// `/throw-number`, `/stream-throws` and `/hang-up` do that; `/first-piece` tells when the body has begun;
/// `/unread` looks at no body; `/wait` answers when it is released.
class ManyPaths final : public http::Handler {
public:
    explicit ManyPaths(boost::asio::io_context& loop);

    boost::asio::awaitable<http::Response> handle(const http::Request& request, http::Body& body) override;
    [[nodiscard]] http::Response refuse(int status, std::string sentence) const override;

    std::promise<std::string> first_piece;
    std::promise<void> waiting;
    boost::asio::steady_timer released;

private:
    boost::asio::awaitable<http::Response> echo(const http::Request& request, http::Body& body);
    boost::asio::awaitable<http::Response> tell_first_piece(http::Body& body);
    boost::asio::awaitable<http::Response> wait();
};

class RunningServer {
public:
    explicit RunningServer(http::ServerLimits limits = {});
    ~RunningServer();

    [[nodiscard]] std::uint16_t port() const { return server_.port(); }
    void use_tls(std::shared_ptr<boost::asio::ssl::context> tls);
    /// Lets `/wait` go on.
    void release();
    /// Begins to drain; ready when drained.
    std::future<void> drain(std::chrono::milliseconds grace);
    /// What the loop's thread has worked.
    [[nodiscard]] std::chrono::nanoseconds processor_time();

    boost::asio::io_context loop;
    ManyPaths handler{loop};

private:
    http::Server server_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    std::thread thread_;
};

}  // namespace carillon::test
