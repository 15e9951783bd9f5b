// SPDX-License-Identifier: MIT
#include "http/request_body.hpp"

namespace carillon::http {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

constexpr std::uint64_t most_discarded = 64 * 1024;

}  // namespace

RequestBody::RequestBody(Channel& channel,
                         const ServerLimits& limits,
                         BodyDecoder decoder,
                         bool expects_continue)
    : channel_(channel),
      limits_(limits),
      decoder_(decoder),
      expects_continue_(expects_continue && !decoder.done()),
      window_left_(limits.upload_window) {}

asio::awaitable<Result<std::string>> RequestBody::next() {
    if (failure_) co_return *failure_;
    if (is_over_limit()) co_return fail_too_large();
    if (expects_continue_) {
        expects_continue_ = false;
        const std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        co_await channel_.send(go_on, std::string_view(), limits_.idle);  // a peer that is gone shows below
    }
    for (;;) {
        auto piece = take_buffered();
        if (!piece || !piece->empty() || decoder_.done()) co_return piece;
        if (auto failure = co_await wait_for_more()) co_return *failure;
    }
}

/// Counts what is announced too, so that a body that will be too large is refused before it is read.
bool RequestBody::is_over_limit() const {
    return taken_ > limit_ || decoder_.remaining() > limit_ - taken_;
}

/// All of the body that is in the channel's buffer already.
Result<std::string> RequestBody::take_buffered() {
    std::string piece;
    while (!decoder_.done() && !channel_.unread().empty()) {
        const auto step = decoder_.advance(channel_.unread());
        if (decoder_.broken()) return fail(Errc::invalid, "The chunks of the body cannot be read.");
        if (step.consumed == 0) break;
        piece.append(step.data);
        channel_.consume(step.consumed);
    }
    taken_ += piece.size();
    if (is_over_limit()) return fail_too_large();
    return piece;
}

/// The rate is measured over the time spent waiting here, not over the time that the handler takes for
/// itself.
asio::awaitable<std::optional<Error>> RequestBody::wait_for_more() {
    for (;;) {
        const auto started = steady_clock::now();
        const auto before = channel_.unread().size();
        const auto arrival = co_await channel_.receive(Channel::capacity, started + window_left_);
        if (arrival == Arrival::end || arrival == Arrival::broken) {
            co_return fail(Errc::invalid, "The connection ended within the body.");
        }
        window_bytes_ += channel_.unread().size() - before;
        window_left_ -= steady_clock::now() - started;
        if (window_left_ <= steady_clock::duration::zero()) {
            const auto seconds = std::chrono::duration<double>(limits_.upload_window).count();
            if (static_cast<double>(window_bytes_) <
                static_cast<double>(limits_.minimum_upload_rate) * seconds) {
                co_return fail(Errc::too_slow, "The body came in too slowly.");
            }
            window_left_ = limits_.upload_window;
            window_bytes_ = 0;
        }
        if (arrival == Arrival::bytes) co_return std::nullopt;
    }
}

bool RequestBody::leaves_connection_usable() const {
    // A peer that waits for "100 Continue" and gets a final answer may send the body or not: we could not
    // tell.
    return !failure_ && !expects_continue_ && decoder_.remaining() <= most_discarded;
}

asio::awaitable<bool> RequestBody::discard_rest() {
    limit_ = taken_ + most_discarded;
    while (!decoder_.done()) {
        const auto piece = co_await next();
        if (!piece) co_return false;
    }
    co_return true;
}

Error RequestBody::fail(Errc code, std::string sentence) {
    failure_.emplace(code, std::move(sentence));
    return *failure_;
}

Error RequestBody::fail_too_large() {
    return fail(Errc::too_large, "The body is larger than " + std::to_string(limit_) + " bytes.");
}

}  // namespace carillon::http
