// SPDX-License-Identifier: MIT
// Which connections are used again. A ScriptedPeer has one script for each connection, and ends only when all
// of them have run: so each test says exactly how many connections there were.
#include <future>

#include <gtest/gtest.h>

#include "http/scripted_peer.hpp"

namespace carillon::test {
namespace {

using http::Answer;
using http::ClientLimits;

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/// Answers so many requests with the same bytes, one after the other.
ScriptedPeer::Script answer_each(int count, std::string bytes) {
    return [count, bytes](RawPeer& peer) {
        for (int number = 0; number < count; ++number) {
            peer.receive_until("\r\n\r\n");
            peer.send(bytes);
        }
    };
}

/// Answers one request, and leaves it to the client to close.
ScriptedPeer::Script answer_and_stay(std::string bytes) {
    return [bytes](RawPeer& peer) {
        peer.receive_until("\r\n\r\n");
        peer.send(bytes);
        EXPECT_TRUE(peer.is_gone());
    };
}

class ClientPool : public testing::Test {
protected:
    void expect_answer(http::Client& client, const http::Url& url) {
        const auto result = exchange(client, loop_, url, {});
        EXPECT_TRUE(std::holds_alternative<Answer>(result));
    }
    void expect_answers(int count, const http::Url& url) {
        for (int number = 0; number < count; ++number) expect_answer(client_, url);
    }

    boost::asio::io_context loop_;
    http::Client client_{loop_.get_executor(), ClientLimits{}};
};

TEST_F(ClientPool, UsesAConnectionAgain) {
    const ScriptedPeer peer({answer_each(3, ok)});

    expect_answers(3, peer.url());
}

TEST_F(ClientPool, NoticesThatThePeerHasClosedBeforeItWritesAByte) {
    std::promise<void> closed;
    const ScriptedPeer peer({[&closed](RawPeer& connection) {
                                 connection.receive_until("\r\n\r\n");
                                 connection.send(ok);
                                 connection.close();
                                 closed.set_value();
                             },
                             answer_each(1, ok)});
    expect_answer(client_, peer.url());
    closed.get_future().wait();

    expect_answer(client_, peer.url());
}

TEST_F(ClientPool, DropsAConnectionOnWhichThePeerSpokeUnasked) {
    std::promise<void> spoken;
    const ScriptedPeer peer({[&spoken](RawPeer& connection) {
                                 connection.receive_until("\r\n\r\n");
                                 connection.send(ok);
                                 connection.send("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
                                 spoken.set_value();
                                 EXPECT_TRUE(connection.is_gone());
                             },
                             answer_each(1, ok)});
    expect_answer(client_, peer.url());
    spoken.get_future().wait();

    expect_answer(client_, peer.url());
}

TEST_F(ClientPool, DropsAConnectionThatWasIdleTooLong) {
    ClientLimits limits;
    limits.keep_idle = std::chrono::milliseconds(0);
    http::Client client(loop_.get_executor(), limits);
    const ScriptedPeer peer({answer_and_stay(ok), answer_each(1, ok)});

    expect_answer(client, peer.url());
    expect_answer(client, peer.url());
}

TEST_F(ClientPool, HonoursThePeersWishToClose) {
    const auto* const closing = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    const auto* const old = "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n";
    const ScriptedPeer peer({answer_and_stay(closing), answer_and_stay(old), answer_each(1, ok)});

    expect_answers(3, peer.url());
}

TEST_F(ClientPool, KeepsNoMoreIdleConnectionsThanItMay) {
    ClientLimits limits;
    limits.idle_connections = 0;
    http::Client client(loop_.get_executor(), limits);
    const ScriptedPeer peer({answer_and_stay(ok), answer_each(1, ok)});

    expect_answer(client, peer.url());
    expect_answer(client, peer.url());
}

TEST_F(ClientPool, DoesNotShareConnectionsBetweenPorts) {
    const ScriptedPeer first({answer_each(1, ok)});
    const ScriptedPeer second({answer_each(1, ok)});

    expect_answer(client_, first.url());
    expect_answer(client_, second.url());
}

}  // namespace
}  // namespace carillon::test
