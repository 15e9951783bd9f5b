// SPDX-License-Identifier: MIT
// What a peer on a real socket sees when its request cannot be believed: an answer that says so, then the
// end.
#include <gtest/gtest.h>

#include "http/raw_peer.hpp"
#include "http/running_server.hpp"

namespace carillon::test {
namespace {

class Framing : public testing::Test {
protected:
    /// The status of the one answer to `bytes`, after which the connection must end.
    int refused(std::string_view bytes) {
        RawPeer peer(server_.port());
        peer.send(bytes);
        const auto answer = peer.receive();
        EXPECT_EQ(answer.header("Connection"), "close") << bytes;
        EXPECT_FALSE(answer.body.empty()) << bytes;
        EXPECT_TRUE(peer.is_closed()) << bytes;
        return answer.status;
    }

    RunningServer server_;
};

TEST_F(Framing, TransferEncodingTogetherWithALengthIsRefused) {
    EXPECT_EQ(
        refused("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
                "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"),
        400);
}

TEST_F(Framing, AnyOtherTransferEncodingIsRefused) {
    EXPECT_EQ(refused("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
              400);
    EXPECT_EQ(refused("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n"), 400);
}

TEST_F(Framing, ChunksInHttp10AreRefused) {
    EXPECT_EQ(refused("POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400);
}

TEST_F(Framing, TwoLengthsAreRefusedEvenWhenEqual) {
    EXPECT_EQ(refused("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx"),
              400);
}

TEST_F(Framing, NoHostAndTwoHostsAreRefused) {
    EXPECT_EQ(refused("GET /describe HTTP/1.1\r\n\r\n"), 400);
    EXPECT_EQ(refused("GET /describe HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
}

TEST_F(Framing, FoldedFieldsAreRefused) {
    EXPECT_EQ(refused("GET /describe HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n"), 400);
}

TEST_F(Framing, BadFieldNamesAreRefused) {
    EXPECT_EQ(refused("GET /describe HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\n"), 400);
}

TEST_F(Framing, LinesThatEndWithoutACarriageReturnAreRefusedAtOnce) {
    EXPECT_EQ(refused("GET /describe HTTP/1.1\nHost: a\n\n"), 400);
    EXPECT_EQ(refused("GET /describe HTTP/1.1\r\nHost: a\nX: b\r\n\r\n"), 400);
    EXPECT_EQ(refused("GET /describe HTTP/1.1\r\nHost: a\r\nX: b\rY: c\r\n\r\n"), 400);
}

TEST_F(Framing, OtherVersionsAreToldWhichOneIsSpoken) {
    EXPECT_EQ(refused("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 505);
}

TEST_F(Framing, WhatIsNoHttpAtAllGetsAnAnswer) {
    EXPECT_EQ(refused(std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15)), 400);
    EXPECT_EQ(refused("hello\r\n\r\n"), 400);
    EXPECT_EQ(refused("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
}

TEST_F(Framing, ARequestThatEndsWithinItsHeadIsRefused) {
    RawPeer peer(server_.port());
    peer.send("GET /describe HTT");
    peer.shut_down_sending();

    EXPECT_EQ(peer.receive().status, 400);
    EXPECT_TRUE(peer.is_closed());
}

TEST_F(Framing, BrokenChunksReachTheHandlerAsAnError) {
    EXPECT_EQ(refused("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), 400);
    EXPECT_EQ(
        refused("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n"),
        400);
}

TEST_F(Framing, TheUrlThatAProxyIsSentIsServedByItsPath) {
    RawPeer peer(server_.port());
    peer.send("GET http://a:80/describe?x=1 HTTP/1.1\r\nHost: a:80\r\n\r\n");

    const auto answer = peer.receive();
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.body.starts_with("GET http://a:80/describe?x=1 /describe 127.0.0.1\nx=1\n"))
        << answer.body;
}

TEST_F(Framing, AnEmptyLineBeforeARequestIsOverlooked) {
    RawPeer peer(server_.port());
    peer.send("\r\n" + get("/describe"));

    EXPECT_EQ(peer.receive().status, 200);
}

}  // namespace
}  // namespace carillon::test
