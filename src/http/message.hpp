// SPDX-License-Identifier: MIT
// HTTP messages as the rooms above see them: no socket, no Beast.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "error.hpp"

namespace carillon::http {

using Header = std::pair<std::string, std::string>;

/// The value of the first header with this name (any case), or empty.
[[nodiscard]] std::string_view find_header(const std::vector<Header>& headers, std::string_view name);

struct Request {
    std::string method;         ///< as sent: GET, POST, PATCH, DELETE …
    std::string target;         ///< as sent, bytes untouched: the signature is made over it
    std::string path;           ///< the target's path, percent-decoded
    std::vector<Header> query;  ///< decoded, in order
    std::vector<Header> headers;
    std::string id;              ///< names it in the log and in the answer's X-Request-Id
    std::string remote_address;  ///< of the client, also behind a trusted proxy (proxies.hpp)

    /// The first header with this name (any case), or empty.
    [[nodiscard]] std::string_view header(std::string_view name) const;
    /// The first query parameter with this name, or empty.
    [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const;
};

/// A request's body as it comes in. The handler says how much of it it wants.
class Body {
public:
    virtual ~Body() = default;
    /// The next piece; empty at the end. Fails with: too_large (over `limit()`), invalid (framing, or
    /// the peer left within it), too_slow (below the minimum rate).
    virtual boost::asio::awaitable<Result<std::string>> next() = 0;
    /// How much may come in all; set before the first `next`. Unset: 64 KB.
    virtual void set_limit(std::uint64_t bytes) = 0;
};

/// All of a body that must fit into memory.
boost::asio::awaitable<Result<std::string>> read_all(Body& body, std::uint64_t limit);

/// A response's body when it is too large to be built at once (exports): pieces until empty.
class Source {
public:
    virtual ~Source() = default;
    virtual boost::asio::awaitable<std::string> next() = 0;
};

struct Response {
    Response(int status_code, std::string type, std::string text)
        : status(status_code), content_type(std::move(type)), body(std::move(text)) {}

    int status = 200;
    std::string content_type;  ///< empty: none is sent
    std::vector<Header> headers;
    std::string body;
    std::unique_ptr<Source> source;  ///< set: streamed (chunked) instead of `body`
    bool hang_up = false;  ///< nothing is answered, the connection is closed (the fake Twilio's faults)
};

}  // namespace carillon::http
