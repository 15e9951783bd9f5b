// SPDX-License-Identifier: MIT
// An accepted connection's bytes, with or without TLS: a bounded buffer of what came in, and reads and writes
// that end by a deadline. It knows nothing of HTTP. Runs on: the loop.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>

namespace carillon::http {

/// How waiting for bytes ended.
enum class Arrival { bytes, end, timed_out, broken };

/// Owned by a shared_ptr, because a deadline that fires late must find out whether its channel is still
/// there.
class Channel : public std::enable_shared_from_this<Channel> {
public:
    using Moment = std::chrono::steady_clock::time_point;

    static constexpr std::size_t capacity = 64 * 1024;

    explicit Channel(boost::asio::ip::tcp::socket socket);

    /// From here on all goes through TLS. False: the peer does not speak it, or not soon enough; a peer that
    /// speaks plain HTTP is `said_http`.
    boost::asio::awaitable<bool> shake_hands(std::shared_ptr<boost::asio::ssl::context> tls, Moment deadline);
    [[nodiscard]] bool said_http() const { return said_http_; }

    /// Waits for bytes and adds up to `most` of them to `unread`. Requires: room for one byte.
    boost::asio::awaitable<Arrival> receive(std::size_t most, Moment deadline);
    [[nodiscard]] std::string_view unread() const;
    void consume(std::size_t count);

    /// Writes both, one after the other. False: the peer is gone, or took nothing for as long as `patience`.
    boost::asio::awaitable<bool> send(std::string_view first,
                                      std::string_view second,
                                      std::chrono::milliseconds patience);

    /// Tells the peer that no more is to come.
    boost::asio::awaitable<void> shut_down_sending(Moment deadline);
    /// Ends whatever is being waited for; may be called twice.
    void close();

private:
    void end_by(Moment deadline);
    void await_deadline();
    void on_timer();

    boost::asio::ip::tcp::socket socket_;
    std::shared_ptr<boost::asio::ssl::context> tls_context_;
    std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls_;  // after both: it uses them
    bool said_http_ = false;
    boost::asio::steady_timer timer_;
    Moment deadline_;
    bool timer_runs_ = false;
    bool timed_out_ = false;
    boost::beast::flat_buffer buffer_{capacity};
};

}  // namespace carillon::http
