// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "http/raw_peer.hpp"
#include "http/request_id.hpp"
#include "http/running_server.hpp"

namespace carillon::test {
namespace {

class ServerAnswer : public testing::Test {
protected:
    RunningServer server_;
    RawPeer peer_{server_.port()};
};

TEST_F(ServerAnswer, CarriesDateTypeAndLengthAndNoBoast) {
    peer_.send(get("/unread"));
    const auto answer = peer_.receive();

    EXPECT_TRUE(answer.head.starts_with("HTTP/1.1 200 OK\r\n"));
    EXPECT_EQ(answer.header("Content-Type"), "text/plain");
    EXPECT_EQ(answer.header("Content-Length"), "6");
    EXPECT_TRUE(answer.header("Date").ends_with(" GMT"));
    EXPECT_EQ(answer.header("Server"), "");
    EXPECT_EQ(answer.header("Connection"), "");
}

TEST_F(ServerAnswer, NamesItsRequest) {
    const auto named = [&](const std::string& header) {
        peer_.send("GET /unread HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n");
        return peer_.receive().header("X-Request-Id");
    };

    const std::string first = named(""), second = named("");

    EXPECT_TRUE(http::is_request_id(first));
    EXPECT_NE(first, second);
    EXPECT_EQ(named("X-Request-Id: order-17.a:b_c\r\n"), "order-17.a:b_c");
    for (const std::string& unfit :
         {std::string{"a b"}, std::string{"a=\"b"}, std::string(65, 'a'), std::string{"caf\xC3\xA9"}})
        EXPECT_TRUE(named("X-Request-Id: " + unfit + "\r\n").starts_with(first.substr(0, first.find('-'))))
            << unfit;
}

TEST_F(ServerAnswer, KeepsTheConnectionForTheNextRequest) {
    for (int count = 0; count < 100; ++count) {
        peer_.send(post("/echo", "request " + std::to_string(count)));
        EXPECT_EQ(peer_.receive().body, "request " + std::to_string(count));
    }
}

TEST_F(ServerAnswer, ComesInOrderWhenRequestsArePipelined) {
    std::string all;
    for (int count = 0; count < 50; ++count) all += post("/echo", std::to_string(count));
    peer_.send(all);

    for (int count = 0; count < 50; ++count) EXPECT_EQ(peer_.receive().body, std::to_string(count));
}

TEST_F(ServerAnswer, EndsTheConnectionWhenAskedTo) {
    peer_.send(get("/unread", "Connection: close\r\n") + get("/unread"));

    EXPECT_EQ(peer_.receive().header("Connection"), "close");
    EXPECT_TRUE(peer_.is_closed());
}

TEST_F(ServerAnswer, EndsTheConnectionOfHttp10UnlessAskedNotTo) {
    peer_.send("GET /unread HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(peer_.receive().header("Connection"), "keep-alive");
    peer_.send("GET /unread HTTP/1.0\r\n\r\n");

    EXPECT_EQ(peer_.receive().header("Connection"), "close");
    EXPECT_TRUE(peer_.is_closed());
}

TEST_F(ServerAnswer, StreamsInChunks) {
    peer_.send(get("/stream"));
    const auto answer = peer_.receive();
    EXPECT_EQ(answer.header("Transfer-Encoding"), "chunked");
    EXPECT_EQ(answer.header("Content-Length"), "");
    EXPECT_EQ(answer.body, "one two three");
    peer_.send(get("/unread"));

    EXPECT_EQ(peer_.receive().body, "unread");
}

TEST_F(ServerAnswer, StreamsToTheEndOfTheConnectionInHttp10) {
    peer_.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    const auto answer = peer_.receive();

    EXPECT_EQ(answer.header("Transfer-Encoding"), "");
    EXPECT_EQ(answer.header("Connection"), "close");
    EXPECT_EQ(answer.body, "one two three");
}

TEST_F(ServerAnswer, BreaksOffVisiblyWhenItsSourceThrows) {
    peer_.send(get("/stream-throws"));

    EXPECT_TRUE(peer_.receive_all().ends_with("\r\n\r\n4\r\none \r\n"));
}

TEST_F(ServerAnswer, ToHeadIsThatToGetWithoutTheBody) {
    for (const auto* path : {"/unread", "/stream"}) {
        peer_.send(std::string("HEAD ") + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
        EXPECT_EQ(peer_.receive(true).status, 200);
    }
    peer_.send("HEAD /unread HTTP/1.1\r\nHost: a\r\n\r\n");

    EXPECT_EQ(peer_.receive(true).header("Content-Length"), "6");
    EXPECT_TRUE(peer_.unread.empty());
}

TEST_F(ServerAnswer, WithoutContentHasNoLength) {
    peer_.send(get("/empty"));
    const auto answer = peer_.receive();
    EXPECT_EQ(answer.status, 204);
    EXPECT_EQ(answer.header("Content-Length"), "");
    peer_.send(get("/unread"));

    EXPECT_EQ(peer_.receive().body, "unread");
}

TEST_F(ServerAnswer, MayBeLargerThanTheSocketsBuffers) {
    peer_.send(get("/large"));

    EXPECT_EQ(peer_.receive().body.size(), 8U << 20);
}

TEST_F(ServerAnswer, IsNotGivenWhenTheHandlerHangsUp) {
    peer_.send(get("/hang-up"));

    EXPECT_TRUE(peer_.is_closed());
}

TEST_F(ServerAnswer, ToAHandlerThatThrowsCostsItsConnectionOnly) {
    RawPeer bystander(server_.port());
    for (const auto* path : {"/throw", "/throw-number"}) {
        RawPeer peer(server_.port());
        peer.send(get(path));
        const auto answer = peer.receive();
        EXPECT_EQ(answer.status, 500);
        EXPECT_EQ(answer.body.find("fell over"), std::string::npos);  // that is for the journal
        EXPECT_TRUE(peer.is_closed());
    }
    bystander.send(get("/unread"));

    EXPECT_EQ(bystander.receive().status, 200);
}

}  // namespace
}  // namespace carillon::test
