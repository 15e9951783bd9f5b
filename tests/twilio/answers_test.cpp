// SPDX-License-Identifier: MIT
// What each answer to a placing proves: the table behind "nobody is called twice, nobody is skipped".
#include "twilio/answers.hpp"

#include <gtest/gtest.h>

namespace carillon::twilio {
namespace {

constexpr const char* call_body = R"({"sid": "CA0123456789abcdef0123456789abcdef", "status": "queued"})";

http::Exchange answer(int status, std::string body, std::vector<http::Header> headers = {}) {
    http::Answer made;
    made.status = status;
    made.body = std::move(body);
    made.headers = std::move(headers);
    return made;
}

std::string error_body(int code, const std::string& message = "no") {
    return R"({"code": )" + std::to_string(code) + R"(, "message": ")" + message + R"("})";
}

const http::Exchange unreachable = http::NotWritten{"connection refused"};
const http::Exchange broken = http::Broken{"reset", false};

enum class Proof { accepted, not_sent, throttled, contact, country, number, account, unknown };

Proof proof_of(const PlaceResult& result) {
    if (std::holds_alternative<Accepted>(result)) return Proof::accepted;
    if (const auto* not_sent = std::get_if<NotSent>(&result))
        return not_sent->throttled ? Proof::throttled : Proof::not_sent;
    if (std::holds_alternative<Unknown>(result)) return Proof::unknown;
    switch (std::get<Refused>(result).scope) {
        case RefusalScope::contact:
            return Proof::contact;
        case RefusalScope::country:
            return Proof::country;
        case RefusalScope::number:
            return Proof::number;
        case RefusalScope::account:
            return Proof::account;
    }
    return Proof::unknown;
}

struct Case {
    int status;
    std::string body;
    Proof proof;
};

TEST(Placing, IsWhatTheAnswerProves) {
    const std::string html = "<html>no</html>";
    const std::vector<Case> table{
        {201, call_body, Proof::accepted},
        {200, call_body, Proof::accepted},
        {201, "", Proof::unknown},
        {201, R"({"sid": "CA01234)", Proof::unknown},
        {201, R"({"sid": "SM0123456789abcdef0123456789abcdef"})", Proof::unknown},
        {202, html, Proof::unknown},
        {204, "", Proof::unknown},
        {400, error_body(21211), Proof::contact},
        {400, error_body(21215), Proof::country},
        {400, error_body(21210), Proof::number},
        {400, error_body(21219), Proof::account},
        {400, error_body(29999), Proof::number},
        {400, R"({"type": "x", "title": "no", "status": 400, "code": 21217})", Proof::contact},
        {401, error_body(20003), Proof::account},
        {403, error_body(20005), Proof::account},
        {404, error_body(20404), Proof::account},
        {409, error_body(20409), Proof::account},
        {400, error_body(22005), Proof::throttled},
        {403, error_body(22005), Proof::throttled},
        {400, error_body(10004), Proof::throttled},
        {429, error_body(20429), Proof::throttled},
        {429, html, Proof::throttled},
        {429, "", Proof::throttled},
        {408, error_body(20408), Proof::unknown},
        {500, error_body(20500), Proof::unknown},
        {503, error_body(20503), Proof::unknown},
        {503, error_body(22005), Proof::unknown},
        {502, html, Proof::unknown},
        {504, "", Proof::unknown},
    };
    for (const Case& each : table)
        EXPECT_EQ(proof_of(place_result(answer(each.status, each.body))), each.proof)
            << each.status << ' ' << each.body;
}

TEST(Placing, WithoutTwiliosWordIsRefusedOnlyWhereHttpSaysThatNothingWasDone) {
    for (const int status : {301, 307, 308, 400, 401, 403, 404, 405, 411, 413, 414, 415, 421, 431})
        EXPECT_EQ(proof_of(place_result(answer(status, "<html>"))), Proof::account) << status;
    for (const int status : {100, 300, 302, 303, 304, 408, 409, 418, 424, 425, 444, 460, 499, 599, 999, 0})
        EXPECT_EQ(proof_of(place_result(answer(status, "<html>"))), Proof::unknown) << status;
}

TEST(Placing, ThatWasNotWrittenWasNotSentAndThatBrokeIsUnknown) {
    EXPECT_EQ(proof_of(place_result(unreachable)), Proof::not_sent);
    EXPECT_EQ(proof_of(place_result(broken)), Proof::unknown);
}

TEST(Placing, AcceptedCarriesTheCall) {
    const auto result = place_result(answer(201, call_body));

    const auto& accepted = std::get<Accepted>(result);
    EXPECT_EQ(accepted.call.sid, CallSid{"CA0123456789abcdef0123456789abcdef"});
    EXPECT_EQ(accepted.call.status, "queued");
}

TEST(Placing, RefusedCarriesTwiliosCodeAndWordsWithTheNumberMasked) {
    const auto result = place_result(answer(400, error_body(21211, "+15005550001 is not valid")));

    const auto& refused = std::get<Refused>(result);
    EXPECT_EQ(refused.error_code, 21211);
    EXPECT_EQ(refused.http_status, 400);
    EXPECT_EQ(refused.message, "+1******0001 is not valid");
}

TEST(Placing, RefusedWithoutTwiliosBodySaysWhereToLook) {
    const auto result = place_result(answer(404, "<html>"));

    const auto& refused = std::get<Refused>(result);
    EXPECT_EQ(refused.error_code, std::nullopt);
    EXPECT_EQ(refused.http_status, 404);
    EXPECT_NE(refused.message.find("TWILIO_API_BASE_URL"), std::string::npos);
}

TEST(Placing, ThrottledCarriesRetryAfter) {
    const auto with = place_result(answer(429, "", {{"Retry-After", "7"}}));
    const auto without = place_result(answer(429, ""));

    EXPECT_EQ(std::get<NotSent>(with).retry_after, Milliseconds{7000});
    EXPECT_EQ(std::get<NotSent>(without).retry_after, std::nullopt);
}

TEST(Placing, ReasonsNameNoNumberButTheRequestOfTwiliosSupport) {
    const auto result = place_result(
        answer(500, error_body(20500, "To +15005550001 failed"), {{"Twilio-Request-Id", "RQ1"}}));

    EXPECT_EQ(std::get<Unknown>(result).reason,
              "Twilio answered HTTP 500, error 20500: To +1******0001 failed (Twilio-Request-Id RQ1)");
}

TEST(Fetching, GivesTheCall) {
    const auto result = fetch_result(answer(200, call_body));

    EXPECT_EQ(std::get<CarrierCall>(result).status, "queued");
}

TEST(Fetching, BelievesThatThereIsNoCallOnlyInTwiliosWords) {
    EXPECT_TRUE(std::holds_alternative<NoSuchCall>(fetch_result(answer(404, error_body(20404)))));
    EXPECT_TRUE(std::holds_alternative<NoAnswer>(fetch_result(answer(404, "<html>"))));
}

TEST(Fetching, IsUnansweredByAnythingElse) {
    for (const auto& exchange : {unreachable,
                                 broken,
                                 answer(200, "<html>"),
                                 answer(401, error_body(20003)),
                                 answer(429, error_body(20429)),
                                 answer(503, "")})
        EXPECT_TRUE(std::holds_alternative<NoAnswer>(fetch_result(exchange)));
}

TEST(Changing, ComesTooLateOnlyWhenTwilioSaysSo) {
    EXPECT_TRUE(is_too_late(answer(400, error_body(21220))));
    EXPECT_FALSE(is_too_late(answer(400, error_body(21211))));
    EXPECT_FALSE(is_too_late(answer(200, call_body)));
    EXPECT_FALSE(is_too_late(broken));
}

TEST(Probing, FindsNothingWrongWithAnAccountThatAnswers) {
    EXPECT_EQ(probe_result(answer(200, R"({"sid": "AC1", "status": "active"})")), "");
    EXPECT_EQ(probe_result(answer(200, R"({"calls": []})")), "");
    EXPECT_EQ(probe_result(answer(404, error_body(20404))), "");
    EXPECT_EQ(probe_result(answer(429, "")), "");
    EXPECT_EQ(probe_result(answer(403, error_body(20008))), "");
}

TEST(Probing, SaysWhatIsWrong) {
    EXPECT_EQ(probe_result(answer(401, error_body(20003))),
              "Twilio refuses the credentials (HTTP 401): check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or "
              "TWILIO_API_KEY and TWILIO_API_SECRET");
    EXPECT_EQ(probe_result(answer(200, R"({"sid": "AC1", "status": "suspended"})")),
              "the Twilio account is suspended");
    EXPECT_EQ(probe_result(answer(503, "")), "Twilio answered HTTP 503");
    EXPECT_EQ(probe_result(unreachable), "Twilio cannot be reached: connection refused");
    EXPECT_EQ(probe_result(broken), "Twilio's answer was lost: reset");
}

}  // namespace
}  // namespace carillon::twilio
