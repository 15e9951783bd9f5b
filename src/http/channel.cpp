// SPDX-License-Identifier: MIT
#include "http/channel.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <openssl/err.h>

namespace carillon::http {
namespace {

namespace asio = boost::asio;
constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
using Moved = std::tuple<boost::system::error_code, std::size_t>;

/// A TLS peer that ends the connection without saying so has ended it all the same: where a request ends is
/// known from its framing.
bool is_end(const boost::system::error_code& failure) {
    return failure == asio::error::eof || failure == asio::ssl::error::stream_truncated;
}

}  // namespace

Channel::Channel(asio::ip::tcp::socket socket) : socket_(std::move(socket)), timer_(socket_.get_executor()) {
    boost::system::error_code ignored;  // a peer that is already gone shows at the first read
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
}

asio::awaitable<bool> Channel::shake_hands(std::shared_ptr<asio::ssl::context> tls, Moment deadline) {
    end_by(deadline);
    tls_context_ = std::move(tls);
    tls_.emplace(socket_, *tls_context_);
    const auto [failure] = co_await tls_->async_handshake(asio::ssl::stream_base::server, quietly);
    if (!failure && socket_.is_open()) co_return true;
    said_http_ = failure.category() == asio::error::get_ssl_category() &&
                 ERR_GET_REASON(static_cast<unsigned long>(failure.value())) == SSL_R_HTTP_REQUEST;
    tls_.reset();  // what is still said is said in the clear
    co_return false;
}

asio::awaitable<Arrival> Channel::receive(std::size_t most, Moment deadline) {
    end_by(deadline);
    const bool is_oversized = buffer_.size() == 0 && buffer_.capacity() > 2 * most;  // after an upload
    if (is_oversized) buffer_.shrink_to_fit();
    const auto space = buffer_.prepare(std::min(most, capacity - buffer_.size()));
    Moved moved;
    if (tls_)
        moved = co_await tls_->async_read_some(space, quietly);
    else
        moved = co_await socket_.async_read_some(space, quietly);
    const auto [failure, count] = moved;
    buffer_.commit(count);
    if (!socket_.is_open()) co_return Arrival::broken;  // closed by us while the bytes were on their way here
    if (!failure) co_return Arrival::bytes;
    if (is_end(failure)) co_return Arrival::end;
    co_return timed_out_ ? Arrival::timed_out : Arrival::broken;
}

std::string_view Channel::unread() const {
    const auto bytes = buffer_.cdata();
    return {static_cast<const char*>(bytes.data()), bytes.size()};
}

void Channel::consume(std::size_t count) {
    buffer_.consume(count);
}

asio::awaitable<bool> Channel::send(std::string_view first,
                                    std::string_view second,
                                    std::chrono::milliseconds patience) {
    while (!first.empty() || !second.empty()) {
        end_by(std::chrono::steady_clock::now() + patience);
        const std::array<asio::const_buffer, 2> pieces{asio::buffer(first), asio::buffer(second)};
        Moved moved;
        if (tls_)
            moved = co_await tls_->async_write_some(pieces, quietly);
        else
            moved = co_await socket_.async_write_some(pieces, quietly);
        const auto [failure, count] = moved;
        if (failure) co_return false;
        const auto of_first = std::min(count, first.size());
        first.remove_prefix(of_first);
        second.remove_prefix(count - of_first);
    }
    co_return true;
}

asio::awaitable<void> Channel::shut_down_sending(Moment deadline) {
    if (tls_) {  // says so, and waits until the peer has said the same: what it sends until then is nothing
                 // to us
        end_by(deadline);
        co_await tls_->async_shutdown(quietly);
        tls_.reset();
    }
    boost::system::error_code ignored;  // not connected any more: just as well
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

void Channel::close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
    timer_.cancel();
}

/// Deadlines mostly move onwards, so the timer is left to run and looks at `deadline_` when it fires: a busy
/// connection costs the timer queue nothing. Only a deadline that comes sooner sets it anew.
void Channel::end_by(Moment deadline) {
    timed_out_ = false;
    deadline_ = deadline;
    if (!timer_runs_ || deadline_ < timer_.expiry()) await_deadline();
}

void Channel::await_deadline() {
    timer_runs_ = true;
    timer_.expires_at(deadline_);
    timer_.async_wait([channel = weak_from_this()](boost::system::error_code failure) {
        const auto self = channel.lock();
        if (!failure && self) self->on_timer();
    });
}

void Channel::on_timer() {
    if (!socket_.is_open()) return;
    if (std::chrono::steady_clock::now() < deadline_) return await_deadline();
    timer_runs_ = false;
    timed_out_ = true;
    boost::system::error_code ignored;
    socket_.cancel(ignored);
}

}  // namespace carillon::http
