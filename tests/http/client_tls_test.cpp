// SPDX-License-Identifier: MIT
// Against a real TLS server on the loopback interface, with a certificate made for the test.
#include <gtest/gtest.h>

#include "http/certificate.hpp"
#include "http/scripted_peer.hpp"
#include "http/tls_peer.hpp"

namespace carillon::test {
namespace {

namespace asio = boost::asio;
using http::Answer;
using http::Broken;
using http::ClientLimits;
using http::NotWritten;

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
