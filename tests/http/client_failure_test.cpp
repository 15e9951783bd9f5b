// SPDX-License-Identifier: MIT
// The line that matters: whether a byte of the request may have left. NotWritten only where none can have.
#include <gtest/gtest.h>

#include "http/scripted_peer.hpp"

namespace carillon::test {
namespace {

using http::Broken;
using http::ClientLimits;
using http::NotWritten;
using http::Outgoing;
using std::chrono::milliseconds;

class ClientFailure : public testing::Test {
protected:
    static ClientLimits limits(milliseconds patience) {
        ClientLimits limits;
        limits.connect = patience;
        limits.answer = patience;
        limits.answer_bytes = 100;
        return limits;
    }
    http::Exchange asked(const http::Url& url, Outgoing request = {}) {
        return exchange(client_, loop_, url, std::move(request));
    }
    /// How an exchange breaks when the peer answers with these bytes and closes.
    Broken broken_by(std::string bytes) {
        const ScriptedPeer peer({answer_with(bytes)});
        auto result = asked(peer.url());
        EXPECT_TRUE(std::holds_alternative<Broken>(result)) << bytes;
        return std::holds_alternative<Broken>(result) ? std::get<Broken>(result) : Broken{};
    }
    bool is_not_written(const http::Url& url, Outgoing request = {}) {
        const auto result = asked(url, std::move(request));
        const auto* const not_written = std::get_if<NotWritten>(&result);
        return not_written != nullptr && !not_written->reason.empty();
    }

    boost::asio::io_context loop_;
    http::Client client_{loop_.get_executor(), limits(milliseconds(10'000))};
    http::Client impatient_{loop_.get_executor(), limits(milliseconds(100))};
};

TEST_F(ClientFailure, IsNotWrittenWhenNobodyListens) {
    http::Url url;
    {
        const ScriptedPeer gone({});
        url = gone.url();
    }

    EXPECT_TRUE(is_not_written(url));
}

TEST_F(ClientFailure, IsNotWrittenWhenTheNameIsUnknown) {
    http::Url url;
    url.host = std::string(300, 'x');  // longer than a name can be: no resolver need be asked
    url.port = 80;

    EXPECT_TRUE(is_not_written(url));
}

TEST_F(ClientFailure, IsNotWrittenWhenTheHandshakeIsNeverAnswered) {
    const ScriptedPeer peer({[](RawPeer& connection) { connection.receive_all(); }});
    auto url = peer.url();
    url.tls = true;

    EXPECT_TRUE(std::holds_alternative<NotWritten>(exchange(impatient_, loop_, url, {})));
}

TEST_F(ClientFailure, IsNotWrittenWhenAHeaderWouldBeginAnother) {
    Outgoing request;
    request.headers = {{"X-Name", "a\r\nX-Other: b"}};
    const ScriptedPeer listens({});

    EXPECT_TRUE(std::holds_alternative<NotWritten>(exchange(impatient_, loop_, listens.url(), request)));
}

TEST_F(ClientFailure, IsBrokenWhenTheConnectionIsResetAfterTheRequest) {
    const ScriptedPeer peer({[](RawPeer& connection) {
        connection.receive_until("\r\n\r\n");
        connection.reset_on_close();
    }});
    const auto result = asked(peer.url());

    ASSERT_TRUE(std::holds_alternative<Broken>(result));
    EXPECT_FALSE(std::get<Broken>(result).timed_out);
}

TEST_F(ClientFailure, IsBrokenWhenThePeerClosesWithoutAnAnswer) {
    EXPECT_FALSE(broken_by("").timed_out);
}

TEST_F(ClientFailure, IsBrokenWhenTheRequestCannotBeWrittenToItsEnd) {
    const ScriptedPeer peer({[](RawPeer& connection) {
        connection.receive_until("\r\n\r\n");
        connection.reset_on_close();
    }});
    Outgoing request;
    request.method = "POST";
    request.body = std::string(16 << 20, 'x');

    EXPECT_TRUE(std::holds_alternative<Broken>(asked(peer.url(), request)));
}

TEST_F(ClientFailure, IsBrokenByTimeWhenNoAnswerComes) {
    for (const auto* start :
         {"", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"}) {
        const ScriptedPeer peer({[start](RawPeer& connection) {
            connection.receive_until("\r\n\r\n");
            connection.send(start);
            connection.receive_all();
        }});
        const auto result = exchange(impatient_, loop_, peer.url(), {});

        ASSERT_TRUE(std::holds_alternative<Broken>(result)) << start;
        EXPECT_TRUE(std::get<Broken>(result).timed_out) << start;
    }
}

TEST_F(ClientFailure, IsBrokenWhenTheBodyIsCutShort) {
    broken_by("HTTP/1.1 201 Created\r\nContent-Length: 50\r\n\r\n{\"sid\":");
    broken_by("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab");
    broken_by("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n");
    broken_by("HTTP/1.1 201 Crea");
}

TEST_F(ClientFailure, IsBrokenByWhatIsNoAnswer) {
    broken_by("hello\r\n\r\n");
    broken_by("HTTP/9.9 200 OK\r\n\r\n");
    broken_by("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    broken_by("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
    broken_by(std::string(70'000, 'x'));
}

TEST_F(ClientFailure, IsBrokenByAnAnswerOverTheLimit) {
    broken_by("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n");
    broken_by("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n");
    broken_by("HTTP/1.1 200 OK\r\n\r\n" + std::string(101, 'x'));
    broken_by("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: " + std::string(70'000, 'x') +
              "\r\n\r\n");
}

}  // namespace
}  // namespace carillon::test
