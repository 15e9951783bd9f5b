// SPDX-License-Identifier: MIT
#include "http/connection.hpp"

#include <algorithm>
#include <charconv>
#include <exception>
#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "journal.hpp"

namespace carillon::http {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

constexpr std::size_t head_read = 8 * 1024;  ///< what an idle connection costs
/// How long a peer that is still sending may take to notice that it has been answered.
constexpr std::chrono::seconds lingering{2};

Ending ending_of(const Response& response, bool http_1_0) {
    if (response.status == 204 || response.status == 304) return Ending::none;
    if (!response.source) return Ending::length;
    return http_1_0 ? Ending::closed_connection : Ending::chunks;
}

std::string chunk_size_line(std::size_t size) {
    std::array<char, 16> digits{};
    const auto [end, ignored] = std::to_chars(digits.data(), digits.data() + digits.size(), size, 16);
    return std::string(digits.data(), end).append("\r\n");
}

}  // namespace

Shared::Shared(ServerLimits wanted, Handler& served_by) : limits(wanted), handler(served_by) {
    limits.header_bytes = std::min(limits.header_bytes, Channel::capacity / 2);  // a head is read as a whole
}

Connection::Connection(asio::ip::tcp::socket socket,
                       std::string remote_address,
                       std::shared_ptr<Shared> shared)
    : channel_(std::make_shared<Channel>(std::move(socket))),
      remote_address_(std::move(remote_address)),
      shared_(std::move(shared)) {}

asio::awaitable<void> Connection::serve() {
    if (shared_->tls) {
        const bool is_secure = co_await shake_hands();
        if (!is_secure) co_return channel_->close();
    }
    auto next = Next::another_request;
    while (next == Next::another_request) next = co_await serve_one();
    if (next == Next::close) co_await linger();
    channel_->close();
}

asio::awaitable<bool> Connection::shake_hands() {
    const auto started = steady_clock::now();
    waiting_ = Waiting{true, started};
    const bool is_secure =
        co_await channel_->shake_hands(shared_->tls, started + shared_->limits.header_deadline);
    if (is_secure || !channel_->said_http()) co_return is_secure;
    const bool sent = co_await refuse(400, "This port speaks HTTPS, and the request came as plain HTTP.");
    if (sent) co_await linger();
    co_return false;
}

/// Under TLS without a word: a handshake is what a server that is full has least to spare for.
asio::awaitable<void> Connection::turn_away() {
    waiting_.reset();
    if (shared_->tls) co_return channel_->close();
    const bool sent =
        co_await refuse(503, "The server has as many connections as it takes. Try again later.");
    if (sent) co_await linger();
    channel_->close();
}

void Connection::close_if_idle() {
    if (waiting_ && !waiting_->is_within_head) channel_->close();
}

void Connection::close() {
    waiting_.reset();
    channel_->close();
}

asio::awaitable<Connection::Next> Connection::serve_one() {
    auto received = co_await receive_head();
    if (std::holds_alternative<Gone>(received)) co_return Next::abort;
    if (auto* const refusal = std::get_if<Refusal>(&received)) {
        const bool sent = co_await refuse(refusal->status, std::move(refusal->sentence));
        co_return sent ? Next::close : Next::abort;
    }
    co_return co_await answer(std::get<RequestHead>(std::move(received)));
}

asio::awaitable<Connection::Received> Connection::receive_head() {
    if (channel_->unread().empty()) {
        if (shared_->draining) co_return Gone{};
        const auto now = steady_clock::now();
        waiting_ = Waiting{false, now};
        const auto arrival = co_await channel_->receive(head_read, now + shared_->limits.idle);
        waiting_.reset();
        if (arrival != Arrival::bytes) co_return Gone{};
    }
    const auto started = steady_clock::now();
    const auto deadline = started + shared_->limits.header_deadline;
    for (;;) {
        while (channel_->unread().starts_with("\r\n")) channel_->consume(2);  // RFC 9112, 2.2
        const auto end = channel_->unread().find("\r\n\r\n");
        if (end != std::string_view::npos) co_return take_head(end + 4);
        if (auto refusal = refuse_partial_head(channel_->unread(), shared_->limits))
            co_return std::move(*refusal);

        waiting_ = Waiting{true, started};
        const auto arrival = co_await channel_->receive(head_read, deadline);
        waiting_.reset();
        if (arrival == Arrival::timed_out) co_return Refusal(408, "The head of the request took too long.");
        if (arrival == Arrival::end) co_return Refusal(400, "The request ended within its head.");
        if (arrival == Arrival::broken) co_return Gone{};
    }
}

Connection::Received Connection::take_head(std::size_t size) {
    const auto bytes = channel_->unread().substr(0, size);
    if (auto refusal = refuse_partial_head(bytes, shared_->limits)) return std::move(*refusal);
    auto head = parse_request_head(bytes, shared_->limits);
    if (!head) return head.error();
    channel_->consume(size);
    return std::move(*head);
}

asio::awaitable<Connection::Next> Connection::answer(RequestHead head) {
    head.request.remote_address =
        client_address(remote_address_, head.request.headers, shared_->limits.trusted_proxies);
    head.request.id = shared_->request_ids.choose(head.request.header("X-Request-Id"));
    RequestBody body(*channel_, shared_->limits, head.body, head.expects_continue);
    const auto began = std::chrono::steady_clock::now();
    auto answered = co_await ask_handler(head.request, body);
    answered.response.headers.emplace_back("X-Request-Id", head.request.id);
    note(head.request, answered.response.status, began);
    if (answered.response.hang_up) co_return Next::abort;

    const bool streams_to_the_end = ending_of(answered.response, head.http_1_0) == Ending::closed_connection;
    const bool keep_alive = head.keep_alive && !answered.failed && !shared_->draining &&
                            !streams_to_the_end && body.leaves_connection_usable();
    const bool sent = co_await send(head, std::move(answered.response), keep_alive);
    if (!sent) co_return Next::abort;
    if (!keep_alive) co_return Next::close;
    const bool discarded = co_await body.discard_rest();
    if (!discarded) co_return Next::close;
    // Who sends many requests at once is served one of them, and then the others have their turn.
    if (!channel_->unread().empty()) co_await asio::post(asio::use_awaitable);
    co_return Next::another_request;
}

void Connection::note(const Request& request, int status, std::chrono::steady_clock::time_point began) {
    const auto time = std::chrono::steady_clock::now() - began;
    const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(time).count();
    journal::request_answered(
        request.id, request.method, request.path, status, microseconds, request.remote_address);
}

asio::awaitable<Connection::Answered> Connection::ask_handler(const Request& request, Body& body) {
    try {
        auto response = co_await shared_->handler.handle(request, body);
        co_return Answered(std::move(response), false);
    } catch (const std::exception& failure) {
        journal::request_failed(request.id, request.method, request.path, failure.what());
    } catch (...) {
        journal::request_failed(request.id, request.method, request.path, "unknown exception");
    }
    co_return Answered(shared_->handler.refuse(500, "The server failed at this request."), true);
}

asio::awaitable<bool> Connection::refuse(int status, std::string sentence) {
    const auto response = shared_->handler.refuse(status, std::move(sentence));
    const ResponseHead head{response.status, Ending::length, response.body.size(), false, false};
    const auto text = to_text(head, response, shared_->date.now());
    co_return co_await channel_->send(text, response.body, shared_->limits.idle);
}

asio::awaitable<bool> Connection::send(const RequestHead& request, Response response, bool keep_alive) {
    const auto ending = ending_of(response, request.http_1_0);
    const ResponseHead head{response.status, ending, response.body.size(), keep_alive, request.http_1_0};
    const auto text = to_text(head, response, shared_->date.now());
    const bool with_body = ending != Ending::none && !request.without_answer_body;
    const bool streams = with_body && response.source;

    const std::string_view body =
        with_body && !streams ? std::string_view(response.body) : std::string_view{};
    const bool sent = co_await channel_->send(text, body, shared_->limits.idle);
    if (!sent || !streams) co_return sent;
    try {
        co_return co_await send_stream(*response.source, ending == Ending::chunks);
    } catch (const std::exception& failure) {  // too late for a 500: the peer sees the body break off
        journal::request_failed(
            request.request.id, request.request.method, request.request.path, failure.what());
    }
    co_return false;
}

/// While one piece is sent, the next one is read.
asio::awaitable<bool> Connection::send_stream(Source& source, bool in_chunks) {
    using namespace asio::experimental::awaitable_operators;
    const auto send_piece = [&](std::string& piece) {
        const auto before = in_chunks ? chunk_size_line(piece.size()) : std::string{};
        if (in_chunks) piece.insert(0, before).append("\r\n");
        return channel_->send(piece, {}, shared_->limits.idle);
    };
    auto piece = co_await source.next();
    while (!piece.empty()) {
        auto sending = send_piece(piece);
        auto reading = source.next();
        auto both = std::move(sending) && std::move(reading);  // named for GCC 12
        auto [sent, next] = co_await std::move(both);
        if (!sent) co_return false;
        piece = std::move(next);
    }
    co_return co_await send_piece(piece);
}

/// Closing with bytes unread would reset the connection, and the reset could overtake the answer: so first
/// the peer is told that there is no more to come, and what it is still sending is read away for a while.
asio::awaitable<void> Connection::linger() {
    const auto deadline = steady_clock::now() + lingering;
    co_await channel_->shut_down_sending(deadline);
    auto arrival = Arrival::bytes;
    while (arrival == Arrival::bytes && steady_clock::now() < deadline) {
        channel_->consume(channel_->unread().size());
        arrival = co_await channel_->receive(Channel::capacity, deadline);
    }
}

}  // namespace carillon::http
