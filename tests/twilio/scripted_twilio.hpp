// SPDX-License-Identifier: MIT
// The other end of the client's sockets, for its tests: it answers one scripted reply per request, faults
// included, and keeps what came in byte for byte. It knows nothing of Twilio's rules; the fake Twilio does.
#pragma once

#include <chrono>
#include <deque>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace carillon::twilio {

namespace asio = boost::asio;
using asio::ip::tcp;

struct Reply {
    enum class Then { keep_open, close, reset };

    std::string bytes;  ///< empty: silence
    Then then = Then::keep_open;
};

inline Reply reply(int status, const std::string& body, const std::string& headers = {}) {
    return Reply{"HTTP/1.1 " + std::to_string(status) + " Whatever\r\n" + headers +
                 "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
                 "\r\n\r\n" + body};
}

class ScriptedTwilio {
public:
    ScriptedTwilio() { asio::co_spawn(loop_, accept(), rethrow); }

    [[nodiscard]] std::string base_url() const { return "http://" + authority(); }
    [[nodiscard]] std::string authority() const {
        return "127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
    }
    [[nodiscard]] const std::vector<std::string>& requests() const { return requests_; }
    [[nodiscard]] asio::io_context& loop() { return loop_; }

    void will(Reply next) { script_.push_back(std::move(next)); }

    /// Runs client and server until `work` is done.
    template <class T>
    T run(asio::awaitable<T> work) {
        std::optional<T> result;
        asio::co_spawn(loop_, std::move(work), [&](std::exception_ptr failure, T value) {
            rethrow(failure);
            result = std::move(value);
            loop_.stop();
        });
        loop_.restart();
        loop_.run_for(std::chrono::seconds{20});
        if (!result) throw std::runtime_error{"the client did not end by its deadline"};
        return *std::move(result);
    }

private:
    static constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

    static void rethrow(std::exception_ptr failure) {
        if (failure) std::rethrow_exception(failure);
    }

    asio::awaitable<void> accept() {
        for (;;) {
            auto [failure, socket] = co_await acceptor_.async_accept(quietly);
            if (failure) co_return;
            asio::co_spawn(loop_, converse(std::move(socket)), rethrow);
        }
    }

    asio::awaitable<void> converse(tcp::socket socket) {
        std::string buffer;
        while (co_await read_request(socket, buffer)) {
            if (script_.empty())
                throw std::runtime_error{"a request that the script does not know: " + requests_.back()};
            const Reply next = std::move(script_.front());
            script_.pop_front();
            if (!next.bytes.empty()) co_await asio::async_write(socket, asio::buffer(next.bytes), quietly);
            // Lingering for no time makes the close a reset.
            if (next.then == Reply::Then::reset) socket.set_option(tcp::socket::linger{true, 0});
            if (next.then != Reply::Then::keep_open) co_return;
        }
    }

    asio::awaitable<bool> read_request(tcp::socket& socket, std::string& buffer) {
        const auto [no_head, head] =
            co_await asio::async_read_until(socket, asio::dynamic_buffer(buffer), "\r\n\r\n", quietly);
        if (no_head) co_return false;
        const std::size_t size = head + content_length(buffer.substr(0, head));
        if (buffer.size() < size) {
            const std::size_t missing = size - buffer.size();
            const auto [no_body, count] = co_await asio::async_read(
                socket, asio::dynamic_buffer(buffer), asio::transfer_exactly(missing), quietly);
            if (no_body) co_return false;
        }
        requests_.push_back(buffer.substr(0, size));
        buffer.erase(0, size);
        co_return true;
    }

    static std::size_t content_length(const std::string& head) {
        constexpr std::string_view name = "Content-Length: ";
        const std::size_t at = head.find(name);
        return at == std::string::npos ? 0 : std::stoul(head.substr(at + name.size()));
    }

    std::deque<Reply> script_;
    std::vector<std::string> requests_;
    asio::io_context loop_;
    tcp::acceptor acceptor_{loop_, tcp::endpoint{asio::ip::address_v4::loopback(), 0}};
};

}  // namespace carillon::twilio
