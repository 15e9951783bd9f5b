// SPDX-License-Identifier: MIT
#include "simulator/recorder.hpp"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace carillon::simulator {

namespace asio = boost::asio;

namespace {

constexpr auto never = asio::steady_timer::time_point::max();

}  // namespace

std::string ReceivedCallback::value(std::string_view name) const {
    return std::string{twilio::find_value(params, name).value_or("(missing)")};
}

Recorder::Recorder(asio::io_context& loop)
    : bell_(loop, never), server_(loop.get_executor(), "127.0.0.1", 0, http::ServerLimits{}, *this) {
    asio::co_spawn(loop, server_.run(), [](const std::exception_ptr& failure) {
        if (failure) std::rethrow_exception(failure);
    });
}

std::string Recorder::base_url() const {
    return "http://127.0.0.1:" + std::to_string(server_.port());
}

std::vector<std::string> Recorder::statuses() const {
    std::vector<std::string> statuses;
    for (const auto& callback : received_) statuses.push_back(callback.value("CallStatus"));
    return statuses;
}

asio::awaitable<void> Recorder::until(std::size_t count) {
    while (received_.size() < count) {
        bell_.expires_at(never);
        co_await bell_.async_wait(asio::as_tuple(asio::use_awaitable));
    }
}

asio::awaitable<http::Response> Recorder::handle(const http::Request& request, http::Body& body) {
    auto text = co_await http::read_all(body, 64 * 1024);
    ReceivedCallback callback;
    callback.request = request;
    callback.body = text.value();
    callback.params = request.method == "GET" ? request.query : twilio::decode_form(callback.body);
    received_.push_back(std::move(callback));
    bell_.cancel();

    if (std::exchange(silent_, false)) {
        asio::steady_timer silence{bell_.get_executor(), never};
        co_await silence.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    int status = 204;
    if (!statuses_.empty()) {
        status = statuses_.front();
        statuses_.pop_front();
    }
    co_return http::Response(status, "", "");
}

http::Response Recorder::refuse(int status, std::string sentence) const {
    return http::Response{status, "text/plain", std::move(sentence)};
}

}  // namespace carillon::simulator
