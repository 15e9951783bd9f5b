// SPDX-License-Identifier: MIT
// Sizes and deadlines. The deadlines here are real ones, made short: the test waits for what the server does
// at its end.
#include <gtest/gtest.h>

#include "http/raw_peer.hpp"
#include "http/running_server.hpp"

namespace carillon::test {
namespace {

using std::chrono::milliseconds;

TEST(ServerLimits, AHeadMayHaveItsSizeAndNoMore) {
    RunningServer server;
    const auto head_of = [](std::size_t size) {
        const std::string start = "GET /unread HTTP/1.1\r\nHost: a\r\nX: ";
        return start + std::string(size - start.size() - 4, 'x') + "\r\n\r\n";
    };
    RawPeer within(server.port());
    within.send(head_of(8 * 1024));
    EXPECT_EQ(within.receive().status, 200);

    RawPeer beyond(server.port());
    beyond.send(head_of(8 * 1024 + 1));
    EXPECT_EQ(beyond.receive().status, 431);
    EXPECT_TRUE(beyond.is_closed());
}

TEST(ServerLimits, AHeadWithoutAnEndIsCutOff) {
    RunningServer server;
    RawPeer peer(server.port());
    peer.send("GET /unread HTTP/1.1\r\nHost: a\r\n");
    for (int count = 0; count < 2000; ++count) peer.send("X: 1\r\n");

    EXPECT_EQ(peer.receive().status, 431);
    EXPECT_TRUE(peer.is_closed());
}

TEST(ServerLimits, AHeadMayHaveSixtyFourFields) {
    RunningServer server;
    std::string fields;
    for (int count = 0; count < 63; ++count) fields += "X: 1\r\n";  // and Host
    RawPeer peer(server.port());
    peer.send(get("/unread", fields));
    EXPECT_EQ(peer.receive().status, 200);
    peer.send(get("/unread", fields + "X: 1\r\n"));

    EXPECT_EQ(peer.receive().status, 431);
    EXPECT_TRUE(peer.is_closed());
}

TEST(ServerLimits, ALongTargetIsCalledThat) {
    RunningServer server;
    for (const std::size_t length : {2048U, 9000U, 40'000U}) {
        RawPeer peer(server.port());
        peer.send(get("/" + std::string(length, 'x')));

        EXPECT_EQ(peer.receive().status, 414);
        EXPECT_TRUE(peer.is_closed());
    }
}

TEST(ServerLimits, ASlowHeadIsAnsweredWithTimeOut) {
    http::ServerLimits limits;
    limits.header_deadline = milliseconds(100);
    RunningServer server(limits);
    RawPeer peer(server.port());
    peer.send("GET /unread HTTP/1.1\r\nHost: a\r\n");

    EXPECT_EQ(peer.receive().status, 408);
    EXPECT_TRUE(peer.is_closed());
}

TEST(ServerLimits, ADripOfBytesDoesNotPutOffTheHeadersDeadline) {
    http::ServerLimits limits;
    limits.header_deadline = milliseconds(100);
    RunningServer server(limits);
    RawPeer peer(server.port());
    peer.send("GET /unread HTTP/1.1\r\nX: ");
    const auto started = std::chrono::steady_clock::now();
    while (peer.hears_nothing_for(milliseconds(5))) peer.send("x");

    EXPECT_EQ(peer.receive().status, 408);
    EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(5));
}

TEST(ServerLimits, AnIdleConnectionIsClosedWithoutAWord) {
    http::ServerLimits limits;
    limits.idle = milliseconds(100);
    RunningServer server(limits);
    RawPeer silent(server.port());
    RawPeer finished(server.port());
    finished.send(get("/unread"));
    EXPECT_EQ(finished.receive().status, 200);

    EXPECT_TRUE(silent.is_closed());
    EXPECT_TRUE(finished.is_closed());
}

TEST(ServerLimits, APeerThatTakesNothingOfItsAnswerIsGivenUp) {
    http::ServerLimits limits;
    limits.idle = milliseconds(100);
    RunningServer server(limits);
    RawPeer peer(server.port());
    peer.send(get("/large"));
    EXPECT_FALSE(peer.hears_nothing_for(std::chrono::seconds(10)));
    auto drained = server.drain(std::chrono::seconds(10));

    EXPECT_EQ(drained.wait_for(std::chrono::seconds(5)), std::future_status::ready);
}

TEST(ServerLimits, ABodyThatComesTooSlowlyIsGivenUp) {
    http::ServerLimits limits;
    limits.upload_window = milliseconds(100);
    limits.minimum_upload_rate = 1000;
    RunningServer server(limits);
    RawPeer peer(server.port());
    peer.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nonly this");

    EXPECT_EQ(peer.receive().status, 408);
    EXPECT_TRUE(peer.is_closed());
}

TEST(ServerLimits, ABodyThatIsQuickEnoughMayTakeManyWindows) {
    http::ServerLimits limits;
    limits.upload_window = milliseconds(20);
    limits.minimum_upload_rate = 0;
    RunningServer server(limits);
    RawPeer peer(server.port());
    peer.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello");
    const auto before = server.processor_time();
    EXPECT_TRUE(peer.hears_nothing_for(milliseconds(100)));
    EXPECT_LT(server.processor_time() - before, milliseconds(10));  // it waits, window after window
    peer.send("world");

    EXPECT_EQ(peer.receive().body, "helloworld");
}

TEST(ServerLimits, ABodyOverTheHandlersLimitIsRefusedUnread) {
    RunningServer server;
    RawPeer peer(server.port());
    peer.send("POST /echo?limit=9 HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n");

    EXPECT_EQ(peer.receive().status, 413);
    EXPECT_TRUE(peer.is_closed());
}

TEST(ServerLimits, AChunkedBodyIsCountedAsItComes) {
    RunningServer server;
    const std::string head = "POST /echo?limit=9 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    RawPeer within(server.port());
    within.send(head + "5\r\nhello\r\n4\r\n you\r\n0\r\n\r\n");
    EXPECT_EQ(within.receive().body, "hello you");

    RawPeer beyond(server.port());
    beyond.send(head + "5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n");
    EXPECT_EQ(beyond.receive().status, 413);

    RawPeer enormous(server.port());
    enormous.send(head + "5\r\nhello\r\nffffffffffffffff\r\nworld");
    EXPECT_EQ(enormous.receive().status, 413);
}

TEST(ServerLimits, APeerThatIsStillSendingGetsToReadItsRefusal) {
    RunningServer server;
    RawPeer peer(server.port());
    const std::string body(1 << 20, 'x');
    peer.send("POST /echo?limit=9 HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\n");
    peer.send(body);

    EXPECT_EQ(peer.receive().status, 413);
    EXPECT_TRUE(peer.is_closed());
}

TEST(ServerLimits, TrailersAreBounded) {
    RunningServer server;
    const std::string head =
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n";
    std::string many;
    for (int count = 0; count < 2000; ++count) many += "X: 1\r\n";

    RawPeer some(server.port());
    some.send(head + "X: 1\r\n\r\n");
    EXPECT_EQ(some.receive().body, "ok");
    RawPeer large(server.port());
    large.send(head + "X: " + std::string(70 * 1024, 'x') + "\r\n\r\n");
    EXPECT_EQ(large.receive().status, 400);
    RawPeer numerous(server.port());
    numerous.send(head + many + "\r\n");
    EXPECT_EQ(numerous.receive().status, 400);
    RawPeer afterwards(server.port());
    afterwards.send(get("/unread"));
    EXPECT_EQ(afterwards.receive().status, 200);
}

}  // namespace
}  // namespace carillon::test
