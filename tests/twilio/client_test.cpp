// SPDX-License-Identifier: MIT
// What the client says on the wire, and what it makes of good answers.
#include <gmock/gmock.h>

#include "twilio/client_fixture.hpp"

namespace carillon::twilio {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::string calls = "/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Calls";
// AC0123456789abcdef0123456789abcdef:the auth token
const std::string authorization =
    "Basic QUMwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjp0aGUgYXV0aCB0b2tlbg==";

std::string request_line(const std::string& request) {
    return request.substr(0, request.find("\r\n"));
}
std::string body_of(const std::string& request) {
    return request.substr(request.find("\r\n\r\n") + 4);
}

class ClientSays : public ClientTest {};

TEST_F(ClientSays, APlacingExactlyAsTheOfficialClientWritesIt) {
    twilio_.will(reply(201, call_json("queued")));

    const auto result = twilio_.run(client_.place(a_call()));

    EXPECT_EQ(std::get<Accepted>(result).call.sid, CallSid{sid});
    const std::string body =
        "To=%2B15558675310&From=%2B15017122661"
        "&StatusCallback=https%3A%2F%2Fdialer.example.com%2Ftwilio-status%3Fcall%3D42%23rc%3D5%26rp%3Dct%"
        "2Crt%2C5xx"
        "&StatusCallbackEvent=initiated&StatusCallbackEvent=ringing"
        "&StatusCallbackEvent=answered&StatusCallbackEvent=completed"
        "&StatusCallbackMethod=POST&Timeout=30&TimeLimit=3600"
        "&Url=https%3A%2F%2Fagent.example%2Ftwiml%3Fname%3DJ%25C3%25BCrgen%20M";
    EXPECT_EQ(
        twilio_.requests().at(0),
        "POST " + calls + ".json HTTP/1.1\r\nHost: " + twilio_.authority() +
            "\r\nConnection: keep-alive\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            "Accept: application/json\r\nAccept-Charset: utf-8\r\nUser-Agent: carillon/" CARILLON_VERSION
            "\r\nAuthorization: " +
            authorization + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
}

TEST_F(ClientSays, ACallerIdOnlyWhenThereIsOne) {
    CallRequest with_caller_id = a_call();
    with_caller_id.caller_id = "+15550001111";
    twilio_.will(reply(201, call_json("queued")));
    twilio_.will(reply(201, call_json("queued")));

    (void)twilio_.run(client_.place(with_caller_id));
    (void)twilio_.run(client_.place(a_call()));

    EXPECT_THAT(body_of(twilio_.requests().at(0)), HasSubstr("&CallerId=%2B15550001111&"));
    EXPECT_THAT(body_of(twilio_.requests().at(1)), Not(HasSubstr("CallerId")));
}

TEST_F(ClientSays, ThatTheCarrierShallListenForMachinesWhileTheAgentSpeaks) {
    CallRequest listening = a_call();
    listening.machine_detection = MachineDetection{.timeout_seconds = 20,
                                                   .speech_threshold_ms = 2'500,
                                                   .speech_end_threshold_ms = 1'300,
                                                   .silence_timeout_ms = 4'000};
    listening.verdict_callback_url = "https://dialer.example.com/twilio-amd?call=42#rc=5";
    twilio_.will(reply(201, call_json("queued")));
    (void)twilio_.run(client_.place(listening));
    listening.machine_detection->mode = DetectionMode::detect_message_end;
    twilio_.will(reply(201, call_json("queued")));
    (void)twilio_.run(client_.place(listening));
    twilio_.will(reply(201, call_json("queued")));
    (void)twilio_.run(client_.place(a_call()));

    EXPECT_THAT(
        body_of(twilio_.requests().at(0)),
        HasSubstr("&MachineDetection=Enable&MachineDetectionTimeout=20&MachineDetectionSpeechThreshold=2500"
                  "&MachineDetectionSpeechEndThreshold=1300&MachineDetectionSilenceTimeout=4000"
                  "&AsyncAmd=true"
                  "&AsyncAmdStatusCallback=https%3A%2F%2Fdialer.example.com%2Ftwilio-amd%3Fcall%3D42%23rc%3D5"
                  "&AsyncAmdStatusCallbackMethod=POST&"));
    EXPECT_THAT(body_of(twilio_.requests().at(1)), HasSubstr("&MachineDetection=DetectMessageEnd&"));
    EXPECT_THAT(body_of(twilio_.requests().at(2)),
                testing::AllOf(Not(HasSubstr("MachineDetection")), Not(HasSubstr("Amd"))));
}

TEST_F(ClientSays, AnApiKeyInPlaceOfTheTokenAndStillTheAccountInThePath) {
    TwilioAccess access = access_to(twilio_.base_url());
    access.api_key = "SK1";
    access.api_secret = Secret{"the secret"};
    Client client{http_, access};
    twilio_.will(reply(201, call_json("queued")));

    (void)twilio_.run(client.place(a_call()));

    EXPECT_THAT(twilio_.requests().at(0), HasSubstr("\r\nAuthorization: Basic U0sxOnRoZSBzZWNyZXQ=\r\n"));
    EXPECT_EQ(request_line(twilio_.requests().at(0)), "POST " + calls + ".json HTTP/1.1");
}

TEST_F(ClientSays, ThePathOfAGatewayBeforeTwiliosOwn) {
    Client client{http_, access_to(twilio_.base_url() + "/gateway/")};
    twilio_.will(reply(200, call_json("queued")));

    (void)twilio_.run(client.fetch(CallSid{sid}));

    EXPECT_EQ(request_line(twilio_.requests().at(0)), "GET /gateway" + calls + "/" + sid + ".json HTTP/1.1");
}

TEST_F(ClientSays, AFetch) {
    twilio_.will(reply(200, call_json("in-progress")));

    const auto result = twilio_.run(client_.fetch(CallSid{sid}));

    EXPECT_EQ(std::get<CarrierCall>(result).status, "in-progress");
    EXPECT_EQ(request_line(twilio_.requests().at(0)), "GET " + calls + "/" + sid + ".json HTTP/1.1");
    EXPECT_EQ(body_of(twilio_.requests().at(0)), "");
}

TEST_F(ClientSays, ASidThatIsNoneWithoutLeavingItsPlaceInThePath) {
    twilio_.will(reply(404, error_json(20404)));

    const auto result = twilio_.run(client_.fetch(CallSid{"../x?y HTTP/1.1"}));

    EXPECT_TRUE(std::holds_alternative<NoSuchCall>(result));
    EXPECT_EQ(request_line(twilio_.requests().at(0)),
              "GET " + calls + "/..%2Fx%3Fy%20HTTP%2F1.1.json HTTP/1.1");
}

TEST_F(ClientSays, AllPagesOfAListByTheirOwnAddresses) {
    const auto page = [](const std::string& number, const std::string& next) {
        return reply(200,
                     R"({"calls": [{"sid": "CA0000000000000000000000000000000)" + number +
                         R"("}], "next_page_uri": )" + next + "}");
    };
    twilio_.will(page("1", R"("/2010-04-01/next?Page=1&PageToken=PA1")"));
    twilio_.will(page("2", "\"" + twilio_.base_url() + R"(/2010-04-01/next?Page=2&PageToken=PA2")"));
    twilio_.will(page("3", "null"));

    const auto result = twilio_.run(client_.list("+15558675310", "+15017122661"));

    const auto& found = std::get<std::vector<CarrierCall>>(result);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].sid, CallSid{"CA00000000000000000000000000000001"});
    EXPECT_EQ(found[2].sid, CallSid{"CA00000000000000000000000000000003"});
    ASSERT_EQ(twilio_.requests().size(), 3U);
    EXPECT_EQ(request_line(twilio_.requests()[0]),
              "GET " + calls + ".json?To=%2B15558675310&From=%2B15017122661&PageSize=200 HTTP/1.1");
    EXPECT_EQ(request_line(twilio_.requests()[1]), "GET /2010-04-01/next?Page=1&PageToken=PA1 HTTP/1.1");
    EXPECT_EQ(request_line(twilio_.requests()[2]), "GET /2010-04-01/next?Page=2&PageToken=PA2 HTTP/1.1");
    for (const std::string& request : twilio_.requests()) EXPECT_THAT(request, HasSubstr(authorization));
}

TEST_F(ClientSays, OnePageOfTheAccountsCallsAtATime) {
    twilio_.will(reply(200, R"({"calls": [], "next_page_uri": "/2010-04-01/next?Page=1"})"));
    twilio_.will(reply(200, R"({"calls": [)" + call_json("busy") + R"(], "next_page_uri": null})"));
    twilio_.will(reply(200, R"({"calls": [], "next_page_uri": "https://elsewhere.example/x"})"));
    twilio_.will(reply(503, ""));

    const Instant since{Milliseconds{1'795'348'800'000}};
    const auto first = std::get<CarrierPage>(twilio_.run(client_.list_started(since, "")));
    const auto second = std::get<CarrierPage>(twilio_.run(client_.list_started(since, first.next)));
    const auto elsewhere = twilio_.run(client_.list_queued(""));
    const auto broken = twilio_.run(client_.list_queued(""));

    ASSERT_EQ(second.calls.size(), 1U);
    EXPECT_EQ(second.calls[0].status, "busy");
    EXPECT_EQ(second.next, "");
    EXPECT_TRUE(std::holds_alternative<NoAnswer>(elsewhere));
    EXPECT_TRUE(std::holds_alternative<NoAnswer>(broken));
    EXPECT_EQ(request_line(twilio_.requests()[0]),
              "GET " + calls + ".json?StartTime%3E=2026-11-22&PageSize=200 HTTP/1.1");
    EXPECT_EQ(request_line(twilio_.requests()[1]), "GET /2010-04-01/next?Page=1 HTTP/1.1");
    EXPECT_EQ(request_line(twilio_.requests()[2]),
              "GET " + calls + ".json?Status=queued&PageSize=200 HTTP/1.1");
}

TEST_F(ClientSays, NothingToAnotherHostThatAListPointsTo) {
    for (const std::string next : {"https://elsewhere.example/x",
                                   "//elsewhere.example/x",
                                   "http://127.0.0.1:1/x",
                                   "x",
                                   "/x HTTP/1.0",
                                   "/x HTTP/1.1\\r\\nEvil: 1"}) {
        twilio_.will(reply(200, R"({"calls": [], "next_page_uri": ")" + next + R"("})"));

        const auto result = twilio_.run(client_.list("+15558675310", "+15017122661"));

        EXPECT_TRUE(std::holds_alternative<NoAnswer>(result)) << next;
    }
    EXPECT_EQ(twilio_.requests().size(), 6U);
}

TEST_F(ClientSays, ThatAListWithoutEndIsNoAnswer) {
    for (int page = 0; page < 50; ++page)
        twilio_.will(reply(200, R"({"calls": [], "next_page_uri": "/again"})"));

    const auto result = twilio_.run(client_.list("+15558675310", "+15017122661"));

    EXPECT_TRUE(std::holds_alternative<NoAnswer>(result));
    EXPECT_EQ(twilio_.requests().size(), 50U);
}

TEST_F(ClientSays, ACancelAndNothingMore) {
    twilio_.will(reply(200, call_json("in-progress")));

    const auto result = twilio_.run(client_.cancel(CallSid{sid}));

    EXPECT_EQ(std::get<CarrierCall>(result).status, "in-progress");
    ASSERT_EQ(twilio_.requests().size(), 1U);
    EXPECT_EQ(request_line(twilio_.requests()[0]), "POST " + calls + "/" + sid + ".json HTTP/1.1");
    EXPECT_EQ(body_of(twilio_.requests()[0]), "Status=canceled");
}

TEST_F(ClientSays, AHangUpAsACancelFirstAndAnEndOnlyIfItStillGoesOn) {
    twilio_.will(reply(200, call_json("canceled")));
    const auto ringing = twilio_.run(client_.hang_up(CallSid{sid}));
    twilio_.will(reply(200, call_json("in-progress")));
    twilio_.will(reply(200, call_json("completed")));
    const auto live = twilio_.run(client_.hang_up(CallSid{sid}));

    EXPECT_EQ(std::get<CarrierCall>(ringing).status, "canceled");
    EXPECT_EQ(std::get<CarrierCall>(live).status, "completed");
    ASSERT_EQ(twilio_.requests().size(), 3U);
    EXPECT_EQ(body_of(twilio_.requests()[1]), "Status=canceled");
    EXPECT_EQ(body_of(twilio_.requests()[2]), "Status=completed");
}

TEST_F(ClientSays, ThatACallWhichCouldNotBeCanceledIsAskedForAndEndedWhenItIsLive) {
    twilio_.will(reply(400, error_json(21220)));
    twilio_.will(reply(200, call_json("in-progress")));
    twilio_.will(reply(200, call_json("completed")));

    const auto result = twilio_.run(client_.hang_up(CallSid{sid}));

    EXPECT_EQ(std::get<CarrierCall>(result).status, "completed");
    ASSERT_EQ(twilio_.requests().size(), 3U);
    EXPECT_THAT(twilio_.requests()[1], StartsWith("GET " + calls + "/" + sid + ".json "));
    EXPECT_EQ(body_of(twilio_.requests()[2]), "Status=completed");
}

TEST_F(ClientSays, ThatACallIsOverAlreadyByFetchingIt) {
    twilio_.will(reply(400, error_json(21220)));
    twilio_.will(reply(200, call_json("busy")));

    const auto result = twilio_.run(client_.hang_up(CallSid{sid}));

    EXPECT_EQ(std::get<CarrierCall>(result).status, "busy");
    EXPECT_EQ(twilio_.requests().size(), 2U);
}

TEST_F(ClientSays, AProbeOfTheAccountOrWithAnApiKeyOfItsCalls) {
    TwilioAccess access = access_to(twilio_.base_url());
    access.api_key = "SK1";
    access.api_secret = Secret{"the secret"};
    Client with_key{http_, access};
    twilio_.will(reply(200, R"({"status": "active"})"));
    twilio_.will(reply(200, R"({"calls": []})"));

    EXPECT_EQ(twilio_.run(client_.probe()), "");
    EXPECT_EQ(twilio_.run(with_key.probe()), "");

    EXPECT_EQ(request_line(twilio_.requests().at(0)),
              "GET /2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef.json HTTP/1.1");
    EXPECT_EQ(request_line(twilio_.requests().at(1)), "GET " + calls + ".json?PageSize=1 HTTP/1.1");
}

TEST_F(ClientSays, NoSecretInWhatIsWrong) {
    twilio_.will(reply(401, error_json(20003)));

    const std::string trouble = twilio_.run(client_.probe());

    EXPECT_THAT(trouble, HasSubstr("Twilio refuses the credentials"));
    EXPECT_THAT(trouble, Not(HasSubstr("the auth token")));
    EXPECT_THAT(trouble, Not(HasSubstr("Basic")));
}

TEST(ClientOf, AnAddressThatIsNoneIsRefusedAtOnce) {
    asio::io_context loop;
    http::Client http{loop.get_executor(), http::ClientLimits{}};

    EXPECT_THROW((Client{http, access_to("api.twilio.com")}), std::runtime_error);
}

}  // namespace
}  // namespace carillon::twilio
