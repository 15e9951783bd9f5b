// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "http/raw_peer.hpp"
#include "http/running_server.hpp"

namespace carillon::test {
namespace {

const std::string chunked_head = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

TEST(ServerBody, ArrivesWhole) {
    RunningServer server;
    RawPeer peer(server.port());
    std::string body;
    for (int number = 0; body.size() < 500'000; ++number) body += std::to_string(number) + ",";
    peer.send(post("/echo", body));

    EXPECT_EQ(peer.receive().body, body);
}

TEST(ServerBody, MayComeByteByByte) {
    RunningServer server;
    RawPeer peer(server.port());
    peer.send_bytewise(post("/echo", "in pieces"));
    EXPECT_EQ(peer.receive().body, "in pieces");
    peer.send_bytewise(chunked_head + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: 1\r\n\r\n");
    EXPECT_EQ(peer.receive().body, "abcde");
    peer.send_bytewise(chunked_head + "0\r\n\r\n");

    EXPECT_EQ(peer.receive().body, "");
}

TEST(ServerBody, ReachesTheHandlerBeforeItIsWhole) {
    RunningServer server;
    RawPeer peer(server.port());
    auto first = server.handler.first_piece.get_future();
    peer.send("POST /first-piece HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
    ASSERT_EQ(first.wait_for(std::chrono::seconds(10)), std::future_status::ready);
    EXPECT_EQ(first.get(), "first");
    peer.send("4\r\nrest\r\n0\r\n\r\n");

    EXPECT_EQ(peer.receive().body, "rest");
}

TEST(ServerBody, ThatBreaksOffIsAnErrorToTheHandler) {
    RunningServer server;
    RawPeer peer(server.port());
    peer.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
    peer.shut_down_sending();

    EXPECT_EQ(peer.receive().status, 400);
}

TEST(ServerBody, IsAskedForWhenTheHandlerWantsIt) {
    RunningServer server;
    RawPeer peer(server.port());
    peer.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(peer.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    peer.send("hello");

    EXPECT_EQ(peer.receive().body, "hello");
    peer.send(get("/unread"));
    EXPECT_EQ(peer.receive().status, 200);
}

TEST(ServerBody, IsNotAskedForWhenTheHandlerDoesNotWantIt) {
    RunningServer server;
    for (const auto* path : {"/unread", "/echo?limit=4"}) {
        RawPeer peer(server.port());
        peer.send(std::string("POST ") + path +
                  " HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        const auto answer = peer.receive();

        EXPECT_NE(answer.status, 100);
        EXPECT_EQ(answer.header("Connection"), "close");  // for what comes next could be the body, or not
        EXPECT_TRUE(peer.is_closed());
    }
}

TEST(ServerBody, LeftUnreadIsReadAwayWhenItIsSmall) {
    RunningServer server;
    RawPeer peer(server.port());
    peer.send(post("/unread", std::string(64 * 1024, 'x')) + get("/describe"));

    EXPECT_EQ(peer.receive().body, "unread");
    EXPECT_TRUE(peer.receive().body.starts_with("GET /describe"));
}

TEST(ServerBody, LeftUnreadEndsTheConnectionWhenItIsLarge) {
    RunningServer server;
    RawPeer peer(server.port());
    peer.send(post("/unread", std::string(64 * 1024 + 1, 'x')));

    const auto answer = peer.receive();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Connection"), "close");
    EXPECT_TRUE(peer.is_closed());
}

TEST(ServerBody, LeftUnreadInChunksEndsTheConnectionWhenItIsLarge) {
    RunningServer server;
    RawPeer peer(server.port());
    peer.send("POST /unread HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    EXPECT_EQ(peer.receive().status, 200);
    peer.send("10001\r\n" + std::string(65537, 'x') + "\r\n0\r\n\r\n");

    EXPECT_TRUE(peer.is_closed());
}

}  // namespace
}  // namespace carillon::test
