// SPDX-License-Identifier: MIT
// One connection to a server, with or without TLS. Every operation on it ends by a deadline. It knows nothing
// of HTTP, and nothing of which other connections there are. Runs on: the loop.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include "http/client.hpp"
#include "http/resolve.hpp"

namespace carillon::http {

/// Verifies against the system's authorities and `extra_authorities` (PEM); TLS 1.2 or newer. Throws when
/// they are unreadable.
boost::asio::ssl::context make_tls_context(const std::string& extra_authorities);

class Wire {
public:
    explicit Wire(boost::asio::any_io_executor executor);

    /// Name resolution, connecting, TLS: all within `patience`. Returns why it failed, or nothing.
    boost::asio::awaitable<std::optional<std::string>> open(Url url,
                                                            boost::asio::ssl::context& tls_context,
                                                            std::chrono::milliseconds patience);

    /// The same with addresses that were looked up before: connects to none but these. `url.host` is whom TLS
    /// has to prove.
    boost::asio::awaitable<std::optional<std::string>> connect(
        Url url,
        Endpoints endpoints,
        boost::asio::ssl::context& tls_context,
        std::chrono::steady_clock::time_point deadline);

    /// From now on every read and write together may take this long; after that the connection is closed.
    void allow(std::chrono::milliseconds patience);
    boost::asio::awaitable<boost::system::error_code> write(std::string_view bytes);
    using Read = std::pair<boost::system::error_code, std::size_t>;
    boost::asio::awaitable<Read> read_some(boost::asio::mutable_buffer space);

    /// Whether the peer has neither closed nor said anything since its last answer: then it may be asked
    /// again.
    [[nodiscard]] bool is_silent();

private:
    boost::asio::awaitable<std::optional<std::string>> shake_hands(std::string host,
                                                                   boost::asio::ssl::context& tls_context);

    boost::beast::tcp_stream tcp_;
    std::optional<boost::asio::ssl::stream<boost::beast::tcp_stream&>> tls_;
};

}  // namespace carillon::http
