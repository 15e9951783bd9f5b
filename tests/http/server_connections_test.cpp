// SPDX-License-Identifier: MIT
// How many connections there may be, and what becomes of the others.
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include "http/raw_peer.hpp"
#include "http/running_server.hpp"

namespace carillon::test {
namespace {

/// A connection that the server has certainly taken in.
RawPeer served(RunningServer& server, const char* from = "127.0.0.1") {
    RawPeer peer(server.port(), from);
    peer.send(get("/unread"));
    EXPECT_EQ(peer.receive().status, 200);
    return peer;
}

void expect_turned_away(RunningServer& server, const char* from = "127.0.0.1") {
    RawPeer peer(server.port(), from);
    EXPECT_EQ(peer.receive().status, 503);
    EXPECT_TRUE(peer.is_closed());
}

/// Ends the connection, and returns when the server has noticed.
void leave(RawPeer peer) {
    peer.shut_down_sending();
    EXPECT_TRUE(peer.is_closed());
}

TEST(ServerConnections, WhoeverIsIdleLongestMakesRoom) {
    http::ServerLimits limits;
    limits.connections = 2;
    RunningServer server(limits);
    auto first = served(server);
    auto second = served(server, "127.0.0.2");
    auto third = served(server, "127.0.0.3");

    EXPECT_TRUE(first.is_closed());
    second.send(get("/unread"));
    EXPECT_EQ(second.receive().status, 200);
}

TEST(ServerConnections, WhoeverIsSlowWithAHeadMakesRoomBeforeTheIdle) {
    http::ServerLimits limits;
    limits.connections = 3;
    RunningServer server(limits);
    auto idle = served(server);
    auto slow = served(server, "127.0.0.2");
    auto third = served(server, "127.0.0.3");
    slow.send("GET /unread HTTP/1.1\r\n");
    third.send(get("/unread"));  // once this is answered, the half head before it has been read
    EXPECT_EQ(third.receive().status, 200);
    auto fourth = served(server, "127.0.0.4");

    EXPECT_TRUE(slow.is_gone());
    idle.send(get("/unread"));
    EXPECT_EQ(idle.receive().status, 200);
}

TEST(ServerConnections, BeyondTheNumberInAllAreTurnedAwayWhenAllAreServed) {
    http::ServerLimits limits;
    limits.connections = 1;
    RunningServer server(limits);
    auto first = served(server);
    first.send(get("/wait"));
    server.handler.waiting.get_future().wait();
    expect_turned_away(server, "127.0.0.3");

    server.release();
    EXPECT_EQ(first.receive().body, "released");
}

TEST(ServerConnections, BeyondTheNumberOfOneAddressAreTurnedAway) {
    http::ServerLimits limits;
    limits.connections_per_address = 2;
    RunningServer server(limits);
    auto first = served(server);
    auto second = served(server);
    expect_turned_away(server);
    auto other = served(server, "127.0.0.2");

    leave(std::move(second));
    served(server);
}

/// Takes all descriptors that the process may have.
class NoDescriptorsLeft {
public:
    NoDescriptorsLeft() {
        getrlimit(RLIMIT_NOFILE, &before_);
        auto few = before_;
        few.rlim_cur = 256;
        setrlimit(RLIMIT_NOFILE, &few);
        for (auto taken = dup(0); taken >= 0; taken = dup(0)) taken_.push_back(taken);
    }
    ~NoDescriptorsLeft() {
        for (const auto descriptor : taken_) close(descriptor);
        setrlimit(RLIMIT_NOFILE, &before_);
    }
    void give_one_back() {
        close(taken_.back());
        taken_.pop_back();
    }

private:
    rlimit before_{};
    std::vector<int> taken_;
};

TEST(ServerConnections, WaitForADescriptorWithoutKeepingTheProcessorBusy) {
    RunningServer server;
    NoDescriptorsLeft none_left;
    none_left.give_one_back();
    RawPeer peer(server.port());  // has taken it: none is left to accept it with
    const auto before = server.processor_time();
    peer.send(get("/unread"));

    EXPECT_TRUE(peer.hears_nothing_for(std::chrono::milliseconds(300)));
    EXPECT_LT(server.processor_time() - before, std::chrono::milliseconds(100));
    none_left.give_one_back();
    EXPECT_EQ(peer.receive().status, 200);
}

TEST(ServerConnections, TakeTheDescriptorOfWhoKeepsTheServerWaiting) {
    RunningServer server;
    RawPeer slow(server.port());
    slow.send(get("/unread"));
    EXPECT_EQ(slow.receive().status, 200);  // and says nothing more
    NoDescriptorsLeft none_left;
    none_left.give_one_back();
    RawPeer peer(server.port());  // has taken it

    EXPECT_TRUE(slow.is_gone());
    EXPECT_TRUE(peer.hears_nothing_for(std::chrono::milliseconds(100)));  // nobody else waits for its own
    peer.send(get("/unread"));
    EXPECT_EQ(peer.receive().status, 200);
}

TEST(ServerConnections, CannotBeListenedForOnATakenPort) {
    RunningServer server;
    boost::asio::io_context loop;
    ManyPaths handler(loop);

    EXPECT_THROW(http::Server(loop.get_executor(), "127.0.0.1", server.port(), {}, handler),
                 std::runtime_error);
    EXPECT_THROW(http::Server(loop.get_executor(), "not an address", 0, {}, handler), std::runtime_error);
}

}  // namespace
}  // namespace carillon::test
