// SPDX-License-Identifier: MIT
// What the client sends, and which answers it understands.
#include <gtest/gtest.h>

#include "http/running_server.hpp"
#include "http/scripted_peer.hpp"

namespace carillon::test {
namespace {

using http::Answer;
using http::ClientLimits;
using http::Outgoing;

class ClientTest : public testing::Test {
protected:
    Answer answer_to(const http::Url& url, Outgoing request = {}) {
        auto result = exchange(client_, loop_, url, std::move(request));
        EXPECT_TRUE(std::holds_alternative<Answer>(result));
        return std::holds_alternative<Answer>(result) ? std::get<Answer>(result) : Answer{};
    }
    /// What is understood of these bytes.
    Answer understood(std::string bytes, Outgoing request = {}) {
        const ScriptedPeer peer({answer_with(std::move(bytes))});
        return answer_to(peer.url(), std::move(request));
    }

    boost::asio::io_context loop_;
    http::Client client_{loop_.get_executor(), ClientLimits{}};
};

TEST_F(ClientTest, SendsARequestAsItWasGiven) {
    std::string sent;
    ScriptedPeer peer({[&sent](RawPeer& connection) {
        sent = connection.receive_until("a=%2B1");
        connection.send("HTTP/1.1 201 Created\r\nContent-Length: 2\r\nX-Id: 7\r\n\r\n{}");
    }});
    Outgoing request;
    request.method = "POST";
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = "a=%2B1";
    const auto answer = answer_to(peer.url("/Calls.json?x=%20y"), request);

    EXPECT_EQ(sent,
              "POST /Calls.json?x=%20y HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(peer.port()) +
                  "\r\nConnection: keep-alive\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                  "Content-Length: 6\r\n\r\na=%2B1");
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.header("x-id"), "7");
    EXPECT_EQ(answer.body, "{}");
}

TEST_F(ClientTest, TalksToOurOwnServer) {
    RunningServer server;
    http::Url url;
    url.host = "localhost";
    url.port = server.port();
    url.target = "/stream";
    EXPECT_EQ(answer_to(url).body, "one two three");
    url.target = "/echo";
    Outgoing request;
    request.method = "POST";
    request.body = std::string(200'000, 'x');

    EXPECT_EQ(answer_to(url, request).body, request.body);
}

TEST_F(ClientTest, ReadsABodyHoweverItIsFramed) {
    EXPECT_EQ(understood("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc").body, "abc");
    EXPECT_EQ(
        understood(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\nT: 1\r\n\r\n")
            .body,
        "abcd");
    EXPECT_EQ(understood("HTTP/1.1 200 OK\r\n\r\nall of it").body, "all of it");
    EXPECT_EQ(understood("HTTP/1.0 200 OK\r\n\r\n").body, "");
    EXPECT_EQ(understood("HTTP/1.1 204 No Content\r\n\r\n").status, 204);
}

TEST_F(ClientTest, ReadsAHeadsAnswerAsOneWithoutABody) {
    Outgoing request;
    request.method = "HEAD";

    EXPECT_EQ(understood("HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n", request).header("Content-Length"),
              "300");
}

TEST_F(ClientTest, PassesOverInterimAnswers) {
    EXPECT_EQ(understood("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
                         "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")
                  .status,
              200);
}

TEST_F(ClientTest, HandsARedirectBack) {
    const auto answer =
        understood("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");

    EXPECT_EQ(answer.status, 302);
    EXPECT_EQ(answer.header("Location"), "http://127.0.0.1:1/");
}

}  // namespace
}  // namespace carillon::test
