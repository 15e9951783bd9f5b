// SPDX-License-Identifier: MIT
// An HTTP/1.1 client with TLS (verification and SNI), a pool of kept-alive connections, and deadlines. It
// tells apart what a caller of people must tell apart: whether any byte of the request left this machine.
// Runs on: the loop.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "http/message.hpp"

namespace carillon::http {

/// An absolute http(s) URL in parts; the fragment is dropped.
struct Url {
    bool tls = false;
    std::string host;
    std::uint16_t port = 0;
    std::string target;  ///< path and query, as on the wire
    std::string user_info;
};
/// Fails with: invalid and a sentence.
[[nodiscard]] Result<Url> parse_url(std::string_view text);

struct Outgoing {
    std::string method = "GET";
    std::vector<Header> headers;  ///< Host, Content-Length and Connection are added
    std::string body;
};

struct Answer {
    int status = 0;
    std::vector<Header> headers;
    std::string body;
    [[nodiscard]] std::string_view header(std::string_view name) const;
};
/// No byte of the request was written: name resolution, connecting or the TLS handshake failed.
struct NotWritten {
    std::string reason;
};
/// Some or all of it was written, and no whole answer came back (reset, time-out, unreadable or oversized
/// answer).
struct Broken {
    std::string reason;
    bool timed_out = false;
};
using Exchange = std::variant<Answer, NotWritten, Broken>;

struct ClientLimits {
    std::chrono::milliseconds connect{5'000};
    std::chrono::milliseconds answer{30'000};     ///< from the first byte written to the whole answer read
    std::chrono::milliseconds keep_idle{15'000};  ///< an idle connection older than this is not used again
    std::size_t idle_connections = 32;            ///< per host
    std::size_t answer_bytes = 8 * 1024 * 1024;
};

class Client {
public:
    /// Trusts the system's certificate authorities, and those in `extra_authorities` (PEM) besides.
    Client(boost::asio::any_io_executor executor,
           ClientLimits limits,
           const std::string& extra_authorities = {});
    ~Client();

    /// One request, one answer; never retried, never redirected, never throws. A kept connection that the
    /// peer has closed meanwhile is noticed before the first byte is written, and a new one is opened
    /// instead.
    boost::asio::awaitable<Exchange> send(Url url, Outgoing request);

private:
    class Pool;
    std::shared_ptr<Pool> pool_;
};

}  // namespace carillon::http
