// SPDX-License-Identifier: MIT
// What the client makes of a network and a carrier that fail: over real sockets, because the whole promise
// hangs on telling "not sent" from "nobody knows".
#include "twilio/client_fixture.hpp"

namespace carillon::twilio {
namespace {

class ClientFaults : public ClientTest {
protected:
    PlaceResult place() { return twilio_.run(client_.place(a_call())); }

    PlaceResult place_with_short_limits() {
        http::Client http{twilio_.loop().get_executor(), short_limits()};
        Client client{http, access_to(twilio_.base_url())};
        return twilio_.run(client.place(a_call()));
    }
};

/// Bound and not listening: a connection to it is refused, and nobody else can take the port.
class ClosedPort {
public:
    explicit ClosedPort(asio::io_context& loop)
        : socket_(loop, tcp::endpoint{asio::ip::address_v4::loopback(), 0}) {}
    [[nodiscard]] std::string url() const {
        return "http://127.0.0.1:" + std::to_string(socket_.local_endpoint().port());
    }

private:
    tcp::socket socket_;
};

TEST_F(ClientFaults, ARefusedConnectionIsNotSent) {
    const ClosedPort port{twilio_.loop()};
    Client client{http_, access_to(port.url())};

    const auto result = twilio_.run(client.place(a_call()));

    ASSERT_TRUE(std::holds_alternative<NotSent>(result));
    EXPECT_FALSE(std::get<NotSent>(result).throttled);
    EXPECT_TRUE(std::get<NotSent>(result).reason.starts_with("Twilio cannot be reached: "));
}

TEST_F(ClientFaults, AResetAfterTheRequestIsUnknown) {
    twilio_.will({"", Reply::Then::reset});

    EXPECT_TRUE(std::holds_alternative<Unknown>(place()));
    EXPECT_EQ(twilio_.requests().size(), 1U);
}

TEST_F(ClientFaults, ACloseWithoutAnAnswerIsUnknown) {
    twilio_.will({"", Reply::Then::close});

    EXPECT_TRUE(std::holds_alternative<Unknown>(place()));
    EXPECT_EQ(twilio_.requests().size(), 1U);
}

TEST_F(ClientFaults, SilenceIsUnknown) {
    twilio_.will({""});

    EXPECT_TRUE(std::holds_alternative<Unknown>(place_with_short_limits()));
    EXPECT_EQ(twilio_.requests().size(), 1U);
}

TEST_F(ClientFaults, SilenceInTheMiddleOfAnAnswerIsUnknown) {
    twilio_.will({"HTTP/1.1 201 Created\r\nContent-Length: 99\r\n\r\n{\"sid\": \"CA"});

    EXPECT_TRUE(std::holds_alternative<Unknown>(place_with_short_limits()));
}

TEST_F(ClientFaults, ATruncated201IsUnknownWhicheverWayItEnds) {
    const std::string half = R"({"sid": "CA0123456789abcdef)";
    const std::string whole = call_json("queued");
    twilio_.will({"HTTP/1.1 201 Created\r\nContent-Length: 200\r\n\r\n" + half, Reply::Then::close});
    twilio_.will({"HTTP/1.1 201 Created\r\nContent-Length: 200\r\n\r\n" + whole, Reply::Then::close});
    twilio_.will({"HTTP/1.1 201 Created\r\nConnection: close\r\n\r\n" + half, Reply::Then::close});
    twilio_.will(reply(201, half));

    for (int time = 0; time < 4; ++time) EXPECT_TRUE(std::holds_alternative<Unknown>(place())) << time;
    EXPECT_EQ(twilio_.requests().size(), 4U);
}

TEST_F(ClientFaults, AnAnswerThatIsNotHttpIsUnknown) {
    twilio_.will({"SSH-2.0-OpenSSH_9.2\r\n\r\n", Reply::Then::close});

    EXPECT_TRUE(std::holds_alternative<Unknown>(place()));
}

TEST_F(ClientFaults, AServerErrorIsUnknownEvenWithTwiliosBody) {
    twilio_.will(reply(500, error_json(20500)));
    twilio_.will(reply(503, "<html>"));

    EXPECT_TRUE(std::holds_alternative<Unknown>(place()));
    EXPECT_TRUE(std::holds_alternative<Unknown>(place()));
    EXPECT_EQ(twilio_.requests().size(), 2U);
}

TEST_F(ClientFaults, TooManyRequestsIsNotSentAndSaysHowLongToWait) {
    twilio_.will(reply(429, error_json(20429), "Retry-After: 7\r\n"));
    twilio_.will(reply(
        429, "", "Date: Sun, 22 Nov 2026 11:07:37 GMT\r\nRetry-After: Sun, 22 Nov 2026 11:07:39 GMT\r\n"));

    const auto seconds = place();
    const auto date = place();

    ASSERT_TRUE(std::holds_alternative<NotSent>(seconds) && std::holds_alternative<NotSent>(date));
    EXPECT_TRUE(std::get<NotSent>(seconds).throttled);
    EXPECT_EQ(std::get<NotSent>(seconds).retry_after, Milliseconds{7000});
    EXPECT_EQ(std::get<NotSent>(date).retry_after, Milliseconds{2000});
    EXPECT_EQ(twilio_.requests().size(), 2U);
}

TEST_F(ClientFaults, AFullQueueIsNotSent) {
    twilio_.will(reply(400, error_json(22005)));

    const auto result = place();

    ASSERT_TRUE(std::holds_alternative<NotSent>(result));
    EXPECT_TRUE(std::get<NotSent>(result).throttled);
}

TEST_F(ClientFaults, ARefusalIsTwiliosWord) {
    twilio_.will(reply(400, error_json(21211)));
    twilio_.will(reply(401, error_json(20003)));

    const auto invalid_number = place();
    const auto wrong_token = place();

    ASSERT_TRUE(std::holds_alternative<Refused>(invalid_number) &&
                std::holds_alternative<Refused>(wrong_token));
    EXPECT_EQ(std::get<Refused>(invalid_number).scope, RefusalScope::contact);
    EXPECT_EQ(std::get<Refused>(invalid_number).error_code, 21211);
    EXPECT_EQ(std::get<Refused>(wrong_token).scope, RefusalScope::account);
}

TEST_F(ClientFaults, ARedirectIsNotFollowedAndNothingWasDialled) {
    twilio_.will(reply(308, "", "Location: https://elsewhere.example/\r\n"));

    const auto result = place();

    ASSERT_TRUE(std::holds_alternative<Refused>(result));
    EXPECT_EQ(std::get<Refused>(result).scope, RefusalScope::account);
    EXPECT_EQ(twilio_.requests().size(), 1U);
}

TEST_F(ClientFaults, AKeptConnectionThatDiedIsReplacedBeforeAByteIsWritten) {
    Reply last_on_its_connection = reply(201, call_json("queued"));
    last_on_its_connection.then = Reply::Then::close;
    twilio_.will(std::move(last_on_its_connection));
    twilio_.will(reply(201, call_json("queued")));

    EXPECT_TRUE(std::holds_alternative<Accepted>(place()));
    EXPECT_TRUE(std::holds_alternative<Accepted>(place()));
    EXPECT_EQ(twilio_.requests().size(), 2U);
}

TEST_F(ClientFaults, AQuestionThatIsNotAnsweredCanBeAskedAgain) {
    twilio_.will({"", Reply::Then::reset});
    twilio_.will(reply(503, ""));
    twilio_.will(reply(200, "<html>"));
    twilio_.will(reply(401, error_json(20003)));

    for (int time = 0; time < 4; ++time) {
        const auto result = twilio_.run(client_.fetch(CallSid{sid}));
        EXPECT_TRUE(std::holds_alternative<NoAnswer>(result)) << time;
    }
}

TEST_F(ClientFaults, AListWithAMissingPageIsNoAnswer) {
    const std::string first = R"({"calls": [], "next_page_uri": "/next"})";
    twilio_.will(reply(200, first));
    twilio_.will(reply(500, ""));
    twilio_.will(reply(200, first));
    twilio_.will({"", Reply::Then::close});
    twilio_.will(reply(200, first));
    twilio_.will(reply(200, R"({"calls": [{"sid")"));

    for (int time = 0; time < 3; ++time) {
        const auto result = twilio_.run(client_.list("+15558675310", "+15017122661"));
        EXPECT_TRUE(std::holds_alternative<NoAnswer>(result)) << time;
    }
    EXPECT_EQ(twilio_.requests().size(), 6U);
}

TEST_F(ClientFaults, AHangUpEndsAtTheFirstQuestionThatIsNotAnswered) {
    twilio_.will({"", Reply::Then::reset});

    EXPECT_TRUE(std::holds_alternative<NoAnswer>(twilio_.run(client_.hang_up(CallSid{sid}))));
    EXPECT_EQ(twilio_.requests().size(), 1U);
}

TEST_F(ClientFaults, AProbeSaysThatTwilioCannotBeReached) {
    const ClosedPort port{twilio_.loop()};
    Client client{http_, access_to(port.url())};

    EXPECT_TRUE(twilio_.run(client.probe()).starts_with("Twilio cannot be reached: "));
}

}  // namespace
}  // namespace carillon::twilio
