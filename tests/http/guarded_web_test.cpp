// SPDX-License-Identifier: MIT
// URLs of strangers, against real sockets on the loopback interface: nothing there is ever asked, unless the
// guard is off.
#include "http/guarded_web.hpp"

#include <gmock/gmock.h>
#include <poll.h>

#include "http/scripted_peer.hpp"
#include "http/tls_peer.hpp"
#include "http/wire.hpp"

namespace carillon::test {
namespace {

namespace asio = boost::asio;
using http::Guard;
using http::GuardedWeb;
using testing::HasSubstr;

class GuardedWebTest : public testing::Test {
protected:
    template <class T>
    T await(asio::awaitable<T> work) {
        std::optional<T> result;
        asio::co_spawn(loop_, std::move(work), [&result](const std::exception_ptr& failure, T value) {
            if (failure) std::rethrow_exception(failure);
            result.emplace(std::move(value));
        });
        loop_.restart();
        loop_.run();
        return std::move(result).value();
    }
    WebResult ask(Web& web, std::string url, Milliseconds patience = Milliseconds{5'000}) {
        WebRequest request;
        request.url = std::move(url);
        request.headers = {{"Content-Type", "application/json"}};
        request.body = R"({"a":1})";
        request.patience = patience;
        request.answer_bytes = 1'000;
        return await(web.ask(std::move(request)));
    }
    static std::string reason(const WebResult& result) {
        const auto* none = std::get_if<NoWebAnswer>(&result);
        return none == nullptr ? "it answered" : none->reason;
    }
    static std::string url(const ScriptedPeer& peer, const std::string& host = "127.0.0.1") {
        return "http://" + host + ":" + std::to_string(peer.port()) + "/hook?x=1";
    }

    asio::io_context loop_;
    Certificate certificate_ = make_certificate_of_localhost();
    GuardedWeb web_{loop_.get_executor(), Guard::public_only, certificate_.certificate};
    GuardedWeb open_web_{loop_.get_executor(), Guard::off, certificate_.certificate};
};

TEST_F(GuardedWebTest, AsksNobodyOnThisMachineOrItsNetworkHoweverItIsWritten) {
    asio::ip::tcp::acceptor listener{loop_, {asio::ip::address_v4::loopback(), 0}};
    const std::string port = ":" + std::to_string(listener.local_endpoint().port());
    for (const char* host : {"127.0.0.1",
                             "localhost",
                             "2130706433",  // 127.0.0.1 as one number, for whoever asks the system's resolver
                             "0x7f000001",
                             "127.1",
                             "0x7f.1",
                             "0x7f.0.0.0x1",
                             "0177.0.0.1",
                             "017700000001",
                             "127.0.0.1.",
                             "localhost.",
                             "LOCALHOST",
                             "%31%32%37.0.0.1",
                             "127%2e0%2e0%2e1",
                             "1.1.1.1@127.0.0.1",
                             "1.1.1.1:443@127.0.0.1",
                             "127.0.0.1\\@1.1.1.1",
                             "127.0.0.1#@1.1.1.1",
                             "\xe2\x91\xa0\xe2\x91\xa1\xe2\x91\xa6.0.0.1",  // 127 in circled digits
                             "0.0.0.0",
                             "[::1]",
                             "[::]",
                             "[::ffff:127.0.0.1]",
                             "[64:ff9b::7f00:1]",
                             "[0:0:0:0:0:0:0:1]",
                             "[::127.0.0.1]",
                             "[0:0:0:0:0:ffff:7f00:1]",
                             "[2002:7f00:1::]",
                             "[fe80::1%25lo]",
                             "[fe80::1%lo]",
                             "100.64.0.1",
                             "198.18.0.1",
                             "255.255.255.255",
                             "224.0.0.1",
                             "10.0.0.1",
                             "169.254.169.254"})
        EXPECT_THAT(reason(ask(web_, "https://" + (host + port) + "/")),
                    testing::AnyOf(HasSubstr("not on the public internet"),
                                   HasSubstr("the URL"),
                                   HasSubstr("a URL with a user"),
                                   HasSubstr("looking up")))
            << host;
    pollfd waiting{listener.native_handle(), POLLIN, 0};
    EXPECT_EQ(::poll(&waiting, 1, 0), 0) << "somebody connected";
}

TEST_F(GuardedWebTest, AsksByHttpsOnlyAndWithoutAPassword) {
    EXPECT_EQ(reason(ask(web_, "http://1.1.1.1/")), "only https:// URLs are asked");
    EXPECT_EQ(reason(ask(web_, "https://user:secret@1.1.1.1/")),
              "a URL with a user or password is not asked");
    EXPECT_THAT(reason(ask(web_, "ftp://1.1.1.1/")), HasSubstr("must begin with https://"));
    EXPECT_THAT(reason(ask(web_, "nonsense")), HasSubstr("is not an absolute URL"));
}

/// One address that is not public is enough: which of them is connected to would be the name's owner's
/// choice.
TEST_F(GuardedWebTest, WantsEveryAddressToBePublic) {
    const auto at = [](const char* address) {
        return asio::ip::tcp::endpoint{asio::ip::make_address(address), 443};
    };
    EXPECT_EQ(http::find_address_fault({at("1.1.1.1"), at("2606:4700::1111")}, Guard::public_only), "");
    EXPECT_NE(http::find_address_fault({at("1.1.1.1"), at("10.0.0.1")}, Guard::public_only), "");
    EXPECT_NE(http::find_address_fault({at("::1"), at("1.1.1.1")}, Guard::public_only), "");
    EXPECT_NE(http::find_address_fault({}, Guard::public_only), "");
    EXPECT_EQ(http::find_address_fault({at("10.0.0.1")}, Guard::off), "");
}

/// The name here leads nowhere: what was checked is what is connected to.
TEST_F(GuardedWebTest, ConnectsToTheAddressesThatWereCheckedAndLooksNothingUpAgain) {
    ScriptedPeer peer({[](RawPeer&) {}});
    http::Wire wire{loop_.get_executor()};
    http::Url url = peer.url();
    url.host = "nowhere.invalid";
    http::Endpoints checked{{asio::ip::address_v4::loopback(), peer.port()}};
    asio::ssl::context tls = http::make_tls_context({});
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{5};
    EXPECT_EQ(await(wire.connect(std::move(url), std::move(checked), tls, deadline)), std::nullopt);
}

TEST_F(GuardedWebTest, GivesTheAnswerWithItsStatusAndType) {
    std::string asked;
    ScriptedPeer peer({[&asked](RawPeer& socket) {
        asked = socket.receive_until("{\"a\":1}");
        socket.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
    }});
    const WebResult result = ask(open_web_, url(peer));
    ASSERT_TRUE(std::holds_alternative<WebAnswer>(result)) << reason(result);
    EXPECT_EQ(std::get<WebAnswer>(result).status, 200);
    EXPECT_EQ(std::get<WebAnswer>(result).content_type, "application/json");
    EXPECT_EQ(std::get<WebAnswer>(result).body, "{}");
    EXPECT_THAT(asked, testing::StartsWith("POST /hook?x=1 HTTP/1.1\r\n"));
    EXPECT_THAT(asked, HasSubstr("\r\nHost: 127.0.0.1:" + std::to_string(peer.port()) + "\r\n"));
}

TEST_F(GuardedWebTest, FollowsNoRedirect) {
    ScriptedPeer other({});
    ScriptedPeer peer(
        {answer_with("HTTP/1.1 302 Found\r\nLocation: " + url(other) + "\r\nContent-Length: 0\r\n\r\n")});
    const WebResult result = ask(open_web_, url(peer));
    ASSERT_TRUE(std::holds_alternative<WebAnswer>(result)) << reason(result);
    EXPECT_EQ(std::get<WebAnswer>(result).status, 302);
}

TEST_F(GuardedWebTest, ReadsNoMoreThanItWasAllowedTo) {
    const std::string body(1'001, 'x');
    ScriptedPeer peer({answer_with("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + body)});
    EXPECT_NE(reason(ask(open_web_, url(peer))), "it answered");
}

/// Byte by byte an answer could be kept alive for ever: the deadline is for all of it.
TEST_F(GuardedWebTest, WaitsNoLongerThanItWasAllowedTo) {
    ScriptedPeer peer({[](RawPeer& socket) {
        socket.receive_until("{\"a\":1}");
        socket.send("HTTP/1.1 200 OK\r\nContent-Le");
        EXPECT_TRUE(socket.is_gone());
    }});
    const auto began = std::chrono::steady_clock::now();
    EXPECT_NE(reason(ask(open_web_, url(peer), Milliseconds{300})), "it answered");
    const auto took = std::chrono::steady_clock::now() - began;
    EXPECT_GE(took, std::chrono::milliseconds{250});
    EXPECT_LT(took, std::chrono::seconds{4});
}

TEST_F(GuardedWebTest, HasTlsProveTheName) {
    const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    const auto https = [](const TlsPeer& peer, const std::string& host) {
        return "https://" + host + ":" + std::to_string(peer.url("").port) + "/";
    };
    TlsPeer right(certificate_, 1, ok);
    EXPECT_EQ(reason(ask(open_web_, https(right, "localhost"))), "it answered");
    EXPECT_EQ(right.server_name(), "localhost");
    TlsPeer wrong(certificate_, 1, ok);
    EXPECT_THAT(reason(ask(open_web_, https(wrong, "127.0.0.1"))), HasSubstr("TLS handshake"));
    GuardedWeb untrusting{loop_.get_executor(), Guard::off};
    TlsPeer unknown(certificate_, 1, ok);
    EXPECT_THAT(reason(ask(untrusting, https(unknown, "localhost"))), HasSubstr("TLS handshake"));
}

}  // namespace
}  // namespace carillon::test
