// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "http/raw_peer.hpp"
#include "http/running_server.hpp"

namespace carillon::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(ServerDrain, ClosesIdleConnectionsAtOnce) {
    RunningServer server;
    RawPeer silent(server.port());
    RawPeer finished(server.port());
    finished.send(get("/unread"));
    EXPECT_EQ(finished.receive().status, 200);
    auto drained = server.drain(seconds(60));

    EXPECT_TRUE(silent.is_gone());
    EXPECT_TRUE(finished.is_closed());
    EXPECT_EQ(drained.wait_for(seconds(10)), std::future_status::ready);
}

TEST(ServerDrain, TakesNoMoreConnections) {
    RunningServer server;
    const auto port = server.port();
    server.drain(seconds(1)).wait();

    EXPECT_THROW(RawPeer(port, "127.0.0.1"), std::system_error);
}

TEST(ServerDrain, LetsARequestUnderWayFinish) {
    RunningServer server;
    RawPeer peer(server.port());
    auto waiting = server.handler.waiting.get_future();
    peer.send(get("/wait"));
    ASSERT_EQ(waiting.wait_for(seconds(10)), std::future_status::ready);
    auto drained = server.drain(seconds(60));
    EXPECT_EQ(drained.wait_for(milliseconds(20)), std::future_status::timeout);
    server.release();

    const auto answer = peer.receive();
    EXPECT_EQ(answer.body, "released");
    EXPECT_EQ(answer.header("Connection"), "close");
    EXPECT_TRUE(peer.is_closed());
    peer.close();
    EXPECT_EQ(drained.wait_for(seconds(10)), std::future_status::ready);
}

TEST(ServerDrain, ClosesWhatIsNotDoneWhenItsGraceIsOver) {
    RunningServer server;
    RawPeer peer(server.port());
    auto waiting = server.handler.waiting.get_future();
    peer.send(get("/wait"));
    ASSERT_EQ(waiting.wait_for(seconds(10)), std::future_status::ready);
    auto drained = server.drain(milliseconds(50));

    EXPECT_TRUE(peer.is_gone());
    EXPECT_EQ(drained.wait_for(seconds(10)), std::future_status::ready);
}

}  // namespace
}  // namespace carillon::test
