// SPDX-License-Identifier: MIT
// One accepted connection: request after request, one at a time, until either side has had enough. It keeps
// the server's limits and lets nothing that a handler does reach another connection. Runs on: the loop.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "http/channel.hpp"
#include "http/request_body.hpp"
#include "http/request_head.hpp"
#include "http/request_id.hpp"
#include "http/response_head.hpp"
#include "http/server.hpp"

namespace carillon::http {

/// What all connections of a server have in common. Connections share its ownership, for they may outlive
/// their server by the turn of the loop in which they notice.
struct Shared {
    Shared(ServerLimits wanted, Handler& served_by);
    ServerLimits limits;
    Handler& handler;
    DateText date;
    RequestIds request_ids;
    std::shared_ptr<boost::asio::ssl::context> tls;  ///< for connections to come; null: plain HTTP
    bool draining = false;
};

class Connection {
public:
    Connection(boost::asio::ip::tcp::socket socket,
               std::string remote_address,
               std::shared_ptr<Shared> shared);

    boost::asio::awaitable<void> serve();
    /// Says that there are too many, instead of serving.
    boost::asio::awaitable<void> turn_away();

    void close_if_idle();
    /// Since when it has waited for a request, and whether some of one has come; none: it is being served.
    struct Waiting {
        bool is_within_head = false;
        std::chrono::steady_clock::time_point since;
    };
    [[nodiscard]] const std::optional<Waiting>& waiting() const { return waiting_; }
    void close();
    [[nodiscard]] const std::string& remote_address() const { return remote_address_; }

private:
    struct Gone {};
    using Received = std::variant<Gone, Refusal, RequestHead>;
    struct Answered {
        Answered(Response what, bool by_exception) : response(std::move(what)), failed(by_exception) {}
        Response response;
        bool failed;  ///< the handler threw
    };
    enum class Next { another_request, close, abort };

    boost::asio::awaitable<bool> shake_hands();
    boost::asio::awaitable<Next> serve_one();
    boost::asio::awaitable<Received> receive_head();
    Received take_head(std::size_t size);
    boost::asio::awaitable<Next> answer(RequestHead head);
    boost::asio::awaitable<Answered> ask_handler(const Request& request, Body& body);
    static void note(const Request& request, int status, std::chrono::steady_clock::time_point began);
    boost::asio::awaitable<bool> refuse(int status, std::string sentence);
    boost::asio::awaitable<bool> send(const RequestHead& request, Response response, bool keep_alive);
    boost::asio::awaitable<bool> send_stream(Source& source, bool in_chunks);
    boost::asio::awaitable<void> linger();

    std::shared_ptr<Channel> channel_;
    std::string remote_address_;
    std::shared_ptr<Shared> shared_;
    std::optional<Waiting> waiting_ = Waiting{false, std::chrono::steady_clock::now()};
};

}  // namespace carillon::http
