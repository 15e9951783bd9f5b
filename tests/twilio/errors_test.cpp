// SPDX-License-Identifier: MIT
// What Twilio's error answers mean.
#include "twilio/errors.hpp"

#include <gtest/gtest.h>

namespace carillon::twilio {
namespace {

http::Answer answer(int status, std::string body) {
    http::Answer made;
    made.status = status;
    made.body = std::move(body);
    return made;
}

http::Answer throttled(std::vector<http::Header> headers) {
    http::Answer made = answer(429, "");
    made.headers = std::move(headers);
    return made;
}

TEST(ErrorBody, IsReadInItsClassicForm) {
    const auto error = parse_error_body(answer(
        400,
        R"({"code": 21219, "message": "not verified", "more_info": "https://www.twilio.com/docs/errors/21219", "status": 400})"));

    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, 21219);
    EXPECT_EQ(error->message, "not verified");
}

TEST(ErrorBody, IsReadAsAProblemDocument) {
    const auto error = parse_error_body(answer(
        400,
        R"({"type": "about:blank", "title": "Invalid", "status": 400, "code": 21211, "detail": "To is invalid"})"));
    const auto untold = parse_error_body(answer(400, R"({"type": "x", "title": "Invalid", "status": 400})"));

    ASSERT_TRUE(error && untold);
    EXPECT_EQ(error->code, 21211);
    EXPECT_EQ(error->message, "To is invalid");
    EXPECT_EQ(untold->code, std::nullopt);
    EXPECT_EQ(untold->message, "Invalid");
}

TEST(ErrorBody, IsNotWhatTwilioDidNotWrite) {
    for (const char* body : {"",
                             "<html><h1>400 Bad Request</h1></html>",
                             "[]",
                             "{}",
                             R"({"message": "no route"})",
                             R"({"error": "bad request", "status": 400})",
                             R"({"code": "BAD_REQUEST", "message": "no"})",
                             R"({"status": 502, "message": "no"})",
                             R"({"code": 21211, "message": "cut of)"})
        EXPECT_FALSE(parse_error_body(answer(400, body))) << body;
}

TEST(RefusalScope, FollowsTwiliosDictionary) {
    const std::vector<std::pair<RefusalScope, std::vector<int>>> table{
        {RefusalScope::contact, {21202, 21211, 21214, 21216, 21217}},
        {RefusalScope::country, {21203, 21215}},
        {RefusalScope::number,
         {21200, 21205, 21206, 21208, 21209, 21210, 21212, 21213, 21218, 21234, 21263, 21626}},
        {RefusalScope::account, {21201, 21219, 21609, 20003, 20403, 20005, 20006, 10001, 20008, 20404}},
    };
    for (const auto& [scope, codes] : table)
        for (const int code : codes) EXPECT_EQ(scope_of(ErrorBody{code, ""}, 400), scope) << code;
}

TEST(RefusalScope, OfAnUnknownCodeStopsRatherThanUsesUpContacts) {
    EXPECT_EQ(scope_of(ErrorBody{29999, ""}, 400), RefusalScope::number);
    EXPECT_EQ(scope_of(ErrorBody{29999, ""}, 403), RefusalScope::account);
    EXPECT_EQ(scope_of(ErrorBody{std::nullopt, "Invalid"}, 400), RefusalScope::number);
    EXPECT_EQ(scope_of(ErrorBody{std::nullopt, "No"}, 401), RefusalScope::account);
}

TEST(CapacityError, IsAFullAccountOnly) {
    EXPECT_TRUE(is_capacity_error(ErrorBody{10004, ""}));
    EXPECT_TRUE(is_capacity_error(ErrorBody{22005, ""}));
    EXPECT_FALSE(is_capacity_error(ErrorBody{21211, ""}));
    EXPECT_FALSE(is_capacity_error(ErrorBody{std::nullopt, ""}));
}

TEST(RetryAfter, IsReadInSeconds) {
    EXPECT_EQ(retry_after(throttled({{"Retry-After", "7"}})), Milliseconds{7000});
    EXPECT_EQ(retry_after(throttled({{"retry-after", "0"}})), Milliseconds{0});
}

TEST(RetryAfter, IsReadAsADateAgainstTheAnswersOwn) {
    const http::Header date{"Date", "Sun, 22 Nov 2026 11:07:37 GMT"};

    EXPECT_EQ(retry_after(throttled({date, {"Retry-After", "Sun, 22 Nov 2026 11:08:07 GMT"}})),
              Milliseconds{30'000});
    EXPECT_EQ(retry_after(throttled({date, {"Retry-After", "Sun, 22 Nov 2026 11:00:00 GMT"}})),
              Milliseconds{0});
    EXPECT_EQ(retry_after(throttled({{"Retry-After", "Sun, 22 Nov 2026 11:08:07 GMT"}})), std::nullopt);
}

TEST(RetryAfter, IsADayAtMostAndNothingWhenUnreadable) {
    EXPECT_EQ(retry_after(throttled({{"Retry-After", "9223372036854775807"}})), Milliseconds{86'400'000});
    EXPECT_EQ(retry_after(throttled({{"Retry-After", "soon"}})), std::nullopt);
    EXPECT_EQ(retry_after(throttled({{"Retry-After", "-1"}})), std::nullopt);
    EXPECT_EQ(retry_after(throttled({})), std::nullopt);
}

}  // namespace
}  // namespace carillon::twilio
