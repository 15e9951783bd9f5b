// SPDX-License-Identifier: MIT
// An HTTP/1.1 server: sockets, framing, limits, deadlines, draining. It knows nothing of campaigns; handlers
// know nothing of sockets. Used by the product and by the fake Twilio. Runs on: the loop.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ssl/context.hpp>

#include "http/message.hpp"
#include "proxies.hpp"

namespace carillon::http {

struct ServerLimits {
    std::size_t header_bytes = 8 * 1024;
    std::size_t header_fields = 64;
    std::size_t target_bytes = 2 * 1024;
    std::chrono::milliseconds header_deadline{
        10'000};                             ///< from a request's first byte to the end of its head
    std::chrono::milliseconds idle{30'000};  ///< between requests, and for each write to make headway
    std::uint64_t minimum_upload_rate =
        1024;  ///< bytes per second, measured over each `upload_window` of a body
    std::chrono::milliseconds upload_window{10'000};
    std::size_t connections = 4096;  ///< beyond, whoever waits longest for nothing makes room
    std::size_t connections_per_address = 256;
    Proxies
        trusted_proxies;  ///< whose X-Forwarded-For is believed, and who may open any number of connections
};

class Handler {
public:
    virtual ~Handler() = default;
    /// Answers one request. What it leaves unread of the body is read away (up to 64 KB) or the connection is
    /// closed. An exception becomes a 500 for this request and ends this connection, nothing else.
    virtual boost::asio::awaitable<Response> handle(const Request& request, Body& body) = 0;
    /// The answer to a request that never became one (bad framing, too large): status and a sentence.
    [[nodiscard]] virtual Response refuse(int status, std::string sentence) const = 0;
};

class Server {
public:
    /// Binds at once. `port` 0 takes a free one. Throws std::runtime_error with a sentence when it cannot
    /// bind.
    Server(boost::asio::any_io_executor executor,
           const std::string& address,
           std::uint16_t port,
           ServerLimits limits,
           Handler& handler);
    ~Server();

    [[nodiscard]] std::uint16_t port() const;
    /// From now on every new connection speaks TLS with this (server_tls.hpp). Connections that are open go
    /// on with what they began with.
    void use_tls(std::shared_ptr<boost::asio::ssl::context> tls);
    /// Accepts until `drain`. Spawn once.
    boost::asio::awaitable<void> run();
    /// Stops accepting, closes idle connections, lets requests under way finish until `grace` is over.
    boost::asio::awaitable<void> drain(std::chrono::milliseconds grace);

private:
    class Listener;
    std::shared_ptr<Listener> listener_;
};

}  // namespace carillon::http
