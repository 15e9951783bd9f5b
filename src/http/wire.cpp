// SPDX-License-Identifier: MIT
#include "http/wire.hpp"

#include <array>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <sys/socket.h>

namespace carillon::http {
namespace {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using boost::system::error_code;
constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

std::string failed(const char* what, const std::string& host, const error_code& failure) {
    return std::string(what) + " " + host + " failed: " + failure.message();
}

/// Address literals go without it: RFC 6066 allows names only.
bool set_server_name(SSL* connection, const std::string& host) {
    error_code not_an_address;
    asio::ip::make_address(host, not_an_address);
    return !not_an_address || SSL_set_tlsext_host_name(connection, host.c_str()) == 1;
}

}  // namespace

ssl::context make_tls_context(const std::string& extra_authorities) {
    ssl::context context(ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    context.set_default_verify_paths();
    if (!extra_authorities.empty()) context.add_certificate_authority(asio::buffer(extra_authorities));
    context.set_verify_mode(ssl::verify_peer);
    return context;
}

Wire::Wire(asio::any_io_executor executor) : tcp_(std::move(executor)) {}

asio::awaitable<std::optional<std::string>> Wire::open(Url url,
                                                       ssl::context& tls_context,
                                                       std::chrono::milliseconds patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    auto endpoints = co_await resolve(tcp_.get_executor(), url.host, url.port, deadline);
    if (!endpoints) co_return failed("looking up", url.host, endpoints.error());
    co_return co_await connect(std::move(url), *std::move(endpoints), tls_context, deadline);
}

asio::awaitable<std::optional<std::string>> Wire::connect(Url url,
                                                          Endpoints endpoints,
                                                          ssl::context& tls_context,
                                                          std::chrono::steady_clock::time_point deadline) {
    tcp_.expires_at(deadline);
    boost::system::error_code no_socket;  // which a connect to several addresses would call "canceled"
    if (!endpoints.empty()) tcp_.socket().open(endpoints.front().protocol(), no_socket);
    if (no_socket) co_return failed("connecting to", url.host, no_socket);
    const auto [failure, endpoint] = co_await tcp_.async_connect(endpoints, quietly);
    if (failure) co_return failed("connecting to", url.host, failure);
    error_code ignored;  // a peer that is already gone shows at the first write
    tcp_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
    if (url.tls) co_return co_await shake_hands(std::move(url.host), tls_context);
    co_return std::nullopt;
}

asio::awaitable<std::optional<std::string>> Wire::shake_hands(std::string host, ssl::context& tls_context) {
    tls_.emplace(tcp_, tls_context);
    if (!set_server_name(tls_->native_handle(), host)) co_return host + " is too long for a server's name";
    tls_->set_verify_callback(ssl::host_name_verification(host));
    const auto [failure] = co_await tls_->async_handshake(ssl::stream_base::client, quietly);
    if (failure) co_return failed("the TLS handshake with", host, failure);
    co_return std::nullopt;
}

void Wire::allow(std::chrono::milliseconds patience) {
    tcp_.expires_after(patience);
}

asio::awaitable<error_code> Wire::write(std::string_view bytes) {
    if (tls_) {
        const auto [failure, count] = co_await asio::async_write(*tls_, asio::buffer(bytes), quietly);
        co_return failure;
    }
    const auto [failure, count] = co_await asio::async_write(tcp_, asio::buffer(bytes), quietly);
    co_return failure;
}

asio::awaitable<Wire::Read> Wire::read_some(asio::mutable_buffer space) {
    if (tls_) {
        const auto [failure, count] = co_await tls_->async_read_some(space, quietly);
        co_return Read(failure, count);
    }
    const auto [failure, count] = co_await tcp_.async_read_some(space, quietly);
    co_return Read(failure, count);
}

bool Wire::is_silent() {
    if (!tcp_.socket().is_open() || (tls_ && SSL_pending(tls_->native_handle()) > 0)) return false;
    std::array<char, 1> byte{};
    const auto count =
        ::recv(tcp_.socket().native_handle(), byte.data(), byte.size(), MSG_PEEK | MSG_DONTWAIT);
    return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

}  // namespace carillon::http
