// SPDX-License-Identifier: MIT
#include "http/channel.hpp"

#include <algorithm>
#include <array>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace carillon::http {
namespace {

namespace asio = boost::asio;
constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

}  // namespace

Channel::Channel(asio::ip::tcp::socket socket) : socket_(std::move(socket)), timer_(socket_.get_executor()) {
    boost::system::error_code ignored;  // a peer that is already gone shows at the first read
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
}

asio::awaitable<Arrival> Channel::receive(std::size_t most, Moment deadline) {
    end_by(deadline);
    const bool is_oversized = buffer_.size() == 0 && buffer_.capacity() > 2 * most;  // after an upload
    if (is_oversized) buffer_.shrink_to_fit();
    const auto space = buffer_.prepare(std::min(most, capacity - buffer_.size()));
    const auto [failure, count] = co_await socket_.async_read_some(space, quietly);
    buffer_.commit(count);
    if (!socket_.is_open()) co_return Arrival::broken;  // closed by us while the bytes were on their way here
    if (!failure) co_return Arrival::bytes;
    if (failure == asio::error::eof) co_return Arrival::end;
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
        const auto [failure, count] = co_await socket_.async_write_some(pieces, quietly);
        if (failure) co_return false;
        const auto of_first = std::min(count, first.size());
        first.remove_prefix(of_first);
        second.remove_prefix(count - of_first);
    }
    co_return true;
}

void Channel::shut_down_sending() {
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
