// SPDX-License-Identifier: MIT
// Against a real TLS server on the loopback interface, with a certificate made for the test.
#include <thread>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include "http/certificate.hpp"
#include "http/scripted_peer.hpp"

namespace carillon::test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using http::Answer;
using http::Broken;
using http::ClientLimits;
using http::NotWritten;

/// Serves one connection: answers so many requests, then ends it as told.
class TlsPeer {
public:
    enum class Ending { in_order, cut };

    TlsPeer(const Certificate& certificate,
            int requests,
            std::string answer,
            Ending ending = Ending::cut,
            int newest_version = 0)
        : acceptor_(loop_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
        context_.use_certificate_chain(asio::buffer(certificate.certificate));
        context_.use_private_key(asio::buffer(certificate.key), asio::ssl::context::pem);
        if (newest_version != 0) {
            SSL_CTX_set_min_proto_version(context_.native_handle(), newest_version);
            SSL_CTX_set_max_proto_version(context_.native_handle(), newest_version);
            SSL_CTX_set_cipher_list(context_.native_handle(), "ALL:@SECLEVEL=0");
        }
        thread_ = std::thread([this, requests, answer, ending] { serve(requests, answer, ending); });
    }
    ~TlsPeer() {
        if (thread_.joinable()) thread_.join();
    }

    [[nodiscard]] http::Url url(std::string host) const {
        http::Url url;
        url.tls = true;
        url.host = std::move(host);
        url.port = acceptor_.local_endpoint().port();
        url.target = "/";
        return url;
    }
    /// What the client called it; waits for its end.
    const std::string& server_name() {
        thread_.join();
        return server_name_;
    }

private:
    void serve(int requests, const std::string& answer, Ending ending) {
        asio::ssl::stream<tcp::socket> stream(acceptor_.accept(), context_);
        boost::system::error_code failure;
        stream.handshake(asio::ssl::stream_base::server, failure);
        if (failure) return;
        const auto* const name = SSL_get_servername(stream.native_handle(), TLSEXT_NAMETYPE_host_name);
        server_name_ = name == nullptr ? "" : name;
        std::string unread;
        for (int number = 0; number < requests; ++number) {
            unread.erase(0, asio::read_until(stream, asio::dynamic_buffer(unread), "\r\n\r\n", failure));
            if (failure) return;
            asio::write(stream, asio::buffer(answer), failure);
        }
        if (ending == Ending::in_order) stream.shutdown(failure);
    }

    asio::io_context loop_;
    asio::ssl::context context_{asio::ssl::context::tls_server};
    tcp::acceptor acceptor_;
    std::string server_name_;
    std::thread thread_;
};

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

class ClientTls : public testing::Test {
protected:
    template <class Expected>
    static bool is(const http::Exchange& result) {
        return std::holds_alternative<Expected>(result);
    }

    Certificate certificate_ = make_certificate_of_localhost();
    asio::io_context loop_;
    http::Client trusting_{loop_.get_executor(), ClientLimits{}, certificate_.certificate};
};

TEST_F(ClientTls, TrustsWhomItIsToldToTrust) {
    TlsPeer peer(certificate_, 1, ok);
    const auto result = exchange(trusting_, loop_, peer.url("localhost"), {});

    ASSERT_TRUE(is<Answer>(result));
    EXPECT_EQ(std::get<Answer>(result).body, "ok");
    EXPECT_EQ(peer.server_name(), "localhost");
}

TEST_F(ClientTls, UsesAConnectionAgain) {
    TlsPeer peer(certificate_, 3, ok);

    for (int count = 0; count < 3; ++count) {
        EXPECT_TRUE(is<Answer>(exchange(trusting_, loop_, peer.url("localhost"), {})));
    }
}

TEST_F(ClientTls, WritesNothingToAPeerOfUnknownAuthority) {
    http::Client client(loop_.get_executor(), ClientLimits{});
    TlsPeer peer(certificate_, 1, ok);

    EXPECT_TRUE(is<NotWritten>(exchange(client, loop_, peer.url("localhost"), {})));
}

TEST_F(ClientTls, WritesNothingToAPeerOfAnotherName) {
    TlsPeer peer(certificate_, 1, ok);

    EXPECT_TRUE(is<NotWritten>(exchange(trusting_, loop_, peer.url("127.0.0.1"), {})));
}

TEST_F(ClientTls, WritesNothingToAPeerOfOldTls) {
    TlsPeer peer(certificate_, 1, ok, TlsPeer::Ending::cut, TLS1_1_VERSION);

    EXPECT_TRUE(is<NotWritten>(exchange(trusting_, loop_, peer.url("localhost"), {})));
}

TEST_F(ClientTls, TellsABodyThatEndedFromOneThatWasCut) {
    const std::string until_closed = "HTTP/1.1 200 OK\r\n\r\nall of it";
    {
        TlsPeer peer(certificate_, 1, until_closed, TlsPeer::Ending::in_order);
        EXPECT_TRUE(is<Answer>(exchange(trusting_, loop_, peer.url("localhost"), {})));
    }
    TlsPeer peer(certificate_, 1, until_closed);
    EXPECT_TRUE(is<Broken>(exchange(trusting_, loop_, peer.url("localhost"), {})));
}

}  // namespace
}  // namespace carillon::test
