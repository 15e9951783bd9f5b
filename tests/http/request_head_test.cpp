// SPDX-License-Identifier: MIT
#include "http/request_head.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace carillon::http {
namespace {

using testing::Contains;
using testing::Pair;

auto parse(const std::string& text) {
    return parse_request_head(text, ServerLimits{});
}

/// What a head is refused with, or 0.
int refused(const std::string& text) {
    const auto head = parse(text);
    return head ? 0 : head.error().status;
}

std::string with(const std::string& lines) {
    return "POST /x HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n";
}

TEST(RequestHead, IsTakenApart) {
    const auto head = parse(
        "POST /a%20b?c=d HTTP/1.1\r\nHost: example.com:3000\r\nX-Thing:  two words \r\n"
        "Content-Length: 12\r\nExpect: 100-Continue\r\n\r\n");

    ASSERT_TRUE(head);
    EXPECT_EQ(head->request.method, "POST");
    EXPECT_EQ(head->request.target, "/a%20b?c=d");
    EXPECT_EQ(head->request.path, "/a b");
    EXPECT_THAT(head->request.query, Contains(Pair("c", "d")));
    EXPECT_THAT(head->request.headers, Contains(Pair("X-Thing", "two words")));
    EXPECT_EQ(head->body.remaining(), 12U);
    EXPECT_TRUE(head->expects_continue);
    EXPECT_TRUE(head->keep_alive);
    EXPECT_FALSE(head->without_answer_body);
}

TEST(RequestHead, KeepsTheConnectionAsTheVersionSays) {
    EXPECT_FALSE(parse(with("Connection: close\r\n"))->keep_alive);
    EXPECT_FALSE(parse("GET / HTTP/1.0\r\n\r\n")->keep_alive);
    EXPECT_TRUE(parse("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")->keep_alive);
}

TEST(RequestHead, MakesAGetOfAHead) {
    const auto head = parse("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");

    EXPECT_EQ(head->request.method, "GET");
    EXPECT_TRUE(head->without_answer_body);
}

TEST(RequestHead, TakesAnyMethodThatIsAWord) {
    EXPECT_EQ(parse("PROPFIND / HTTP/1.1\r\nHost: a\r\n\r\n")->request.method, "PROPFIND");
}

TEST(RequestHead, RefusesEveryFramingThatCouldBeReadTwoWays) {
    for (const auto* lines : {"Transfer-Encoding: gzip\r\n",
                              "Transfer-Encoding: gzip, chunked\r\n",
                              "Transfer-Encoding: chunked, chunked\r\n",
                              "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                              "Transfer-Encoding: identity\r\n",
                              "Transfer-Encoding: chunked;q=1\r\n",
                              "Transfer-Encoding:\r\n",
                              "Transfer-Encoding: xchunked\r\n",
                              "Transfer-Encoding: \x0b"
                              "chunked\r\n",
                              "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                              "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                              "Transfer-Encoding: gzip\r\nContent-Length: 5\r\n",
                              "Content-Length: 5\r\nTransfer-Encoding: gzip\r\n",
                              "Content-Length: 5\r\nContent-Length: 5\r\n",
                              "Content-Length: 5\r\nContent-Length: 6\r\n",
                              "Content-Length: 5, 5\r\n",
                              "Content-Length: +5\r\n",
                              "Content-Length: -5\r\n",
                              "Content-Length: 0x5\r\n",
                              "Content-Length: 5 5\r\n",
                              "Content-Length:\r\n",
                              "Content-Length: 99999999999999999999\r\n"}) {
        EXPECT_EQ(refused(with(lines)), 400) << lines;
    }
    EXPECT_EQ(refused(with("transfer-encoding: CHUNKED\r\n")), 0);
    EXPECT_EQ(refused("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
}

TEST(RequestHead, RefusesAnUnclearHost) {
    EXPECT_EQ(refused("GET / HTTP/1.1\r\n\r\n"), 400);
    EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(refused("GET / HTTP/1.0\r\nHost: a\r\nhost: b\r\n\r\n"), 400);
    EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"), 400);
    EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: user@a\r\n\r\n"), 400);
    EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: a:http\r\n\r\n"), 400);
    EXPECT_EQ(refused("GET http://user@a/ HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(refused("GET http:/// HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(refused("GET http://Localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n"), 0);
    EXPECT_EQ(refused("GET / HTTP/1.0\r\n\r\n"), 0);
    EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: [::1]:3000\r\n\r\n"), 0);
}

TEST(RequestHead, TakesTheHostOfAWholeUrlInsteadOfTheField) {
    const auto head =
        parse_request_head("GET http://localhost:3000/x HTTP/1.1\r\nHost: public.example\r\n\r\n", {});
    ASSERT_TRUE(head);
    EXPECT_EQ(head->request.header("Host"), "localhost:3000");
    EXPECT_EQ(head->request.path, "/x");
}

TEST(RequestHead, RefusesFieldsThatAreNotOneCleanLine) {
    for (const auto& lines : {std::string("X: a\r\n b\r\n"),
                              std::string("X: a\r\n\tb\r\n"),
                              std::string("X : a\r\n"),
                              std::string(" X: a\r\n"),
                              std::string(": a\r\n"),
                              std::string("X\r\n"),
                              std::string("X y: a\r\n"),
                              std::string("X: a\nY: b\r\n"),
                              std::string("X: a\rb\r\n"),
                              std::string("X: a\0b\r\n", 8),
                              std::string("X: a\x7f\r\n"),
                              std::string("X\xC3\xA9: a\r\n"),
                              std::string("X(: a\r\n")}) {
        EXPECT_EQ(refused(with(lines)), 400) << lines;
    }
    EXPECT_EQ(refused(with("X: caf\xC3\xA9\ttab\r\n")), 0);
}

TEST(RequestHead, RefusesAFoldRightAfterTheRequestLine) {
    EXPECT_EQ(refused("GET / HTTP/1.1\r\n Host: a\r\nHost: a\r\n\r\n"), 400);
}

TEST(RequestHead, RefusesRequestLinesOfAnotherShape) {
    for (const auto* line : {"GET /",
                             "GET / ",
                             " GET / HTTP/1.1",
                             "GET  / HTTP/1.1",
                             "GET / HTTP/1.1 ",
                             "GET /a b HTTP/1.1",
                             "GET\t/ HTTP/1.1",
                             "G(T / HTTP/1.1",
                             "GET / http/1.1",
                             "GET / HTTP/1.1x",
                             "GET / HTTP/11",
                             "GET / FOO",
                             "GET /\x01 HTTP/1.1",
                             "GET /\xC3\xA9 HTTP/1.1",
                             "GET /a\rb HTTP/1.1",
                             "GET /%zz HTTP/1.1",
                             "CONNECT a:443 HTTP/1.1",
                             ""}) {
        EXPECT_EQ(refused(std::string(line) + "\r\nHost: a\r\n\r\n"), 400) << line;
    }
}

TEST(RequestHead, RefusesOtherVersionsAsSuch) {
    for (const auto* version : {"HTTP/0.9", "HTTP/1.2", "HTTP/2.0", "HTTP/3.0"}) {
        EXPECT_EQ(refused(std::string("GET / ") + version + "\r\nHost: a\r\n\r\n"), 505) << version;
    }
}

TEST(RequestHead, BoundsTargetAndFields) {
    const std::string longest(2 * 1024 - 1, 'x');
    std::string fields;
    for (int count = 0; count < 63; ++count) fields += "X: 1\r\n";  // and Host

    EXPECT_EQ(refused("GET /" + longest + " HTTP/1.1\r\nHost: a\r\n\r\n"), 0);
    EXPECT_EQ(refused("GET /" + longest + "x HTTP/1.1\r\nHost: a\r\n\r\n"), 414);
    EXPECT_FALSE(refuse_partial_head("GET /" + longest + " HTTP/1.1\r", ServerLimits{}))
        << "the LF comes yet";
    EXPECT_TRUE(refuse_partial_head("GET /" + longest + "x HTTP/1.1\r", ServerLimits{}));
    EXPECT_EQ(refused(with(fields)), 0);
    EXPECT_EQ(refused(with(fields + "X: 1\r\n")), 431);
}

}  // namespace
}  // namespace carillon::http
