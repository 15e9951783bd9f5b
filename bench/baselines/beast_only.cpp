// SPDX-License-Identifier: MIT
// (c) The ceiling of our stack: a coroutine for each connection reads requests with Beast and answers them,
// and does nothing else. One thread.
//
//   beast_only PORT
#include <cstdio>
#include <cstdlib>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

asio::awaitable<void> serve(tcp::socket socket) {
    boost::beast::flat_buffer buffer;
    for (;;) {
        http::request<http::string_body> request;
        const auto [read_failed, read] = co_await http::async_read(socket, buffer, request, quietly);
        if (read_failed) co_return;
        http::response<http::string_body> response{http::status::ok, request.version()};
        response.set(http::field::content_type, "text/xml");
        response.keep_alive(request.keep_alive());
        response.body() = R"(<?xml version="1.0" encoding="UTF-8"?><Response></Response>)";
        response.prepare_payload();
        const auto [write_failed, written] = co_await http::async_write(socket, response, quietly);
        if (write_failed) co_return;
    }
}

asio::awaitable<void> listen(tcp::acceptor acceptor) {
    for (;;) {
        auto [failed, socket] = co_await acceptor.async_accept(quietly);
        if (failed) co_return;
        socket.set_option(tcp::no_delay(true));
        asio::co_spawn(acceptor.get_executor(), serve(std::move(socket)), asio::detached);
    }
}

int main(int argc, char** argv) {
    const int port = argc > 1 ? std::atoi(argv[1]) : 0;
    asio::io_context loop{1};
    tcp::acceptor acceptor{loop, {asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(port)}};
    asio::co_spawn(loop, listen(std::move(acceptor)), asio::detached);
    loop.run();
}
