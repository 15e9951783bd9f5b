// SPDX-License-Identifier: MIT
#include "events/delivering.hpp"

#include <gtest/gtest.h>

#include "events/signature.hpp"

namespace carillon::events {
namespace {

const Instant noon = from_unix_ms(1'700'000'000'000);
const std::vector<Seconds> schedule{Seconds{5}, Seconds{300}, Seconds{1800}};

std::optional<Milliseconds> delay(std::int64_t failed,
                                  std::optional<Milliseconds> retry_after = {},
                                  double dice = 0) {
    const auto at = next_attempt(schedule, noon, failed, retry_after, dice);
    return at ? std::optional{*at - noon} : std::nullopt;
}

TEST(NextAttempt, FollowsTheScheduleToItsEnd) {
    EXPECT_EQ(delay(1), Seconds{5});
    EXPECT_EQ(delay(2), Seconds{300});
    EXPECT_EQ(delay(3), Seconds{1800});
    EXPECT_EQ(delay(4), std::nullopt);
}

TEST(NextAttempt, IsSpreadOverATenthOfItsDelay) {
    EXPECT_EQ(delay(2, {}, 0.5), Seconds{315});
    EXPECT_EQ(delay(2, {}, 1.0), Seconds{330});
}

TEST(NextAttempt, WaitsAsLongAsItWasAskedTo) {
    EXPECT_EQ(delay(1, Seconds{60}), Seconds{60});
    EXPECT_EQ(delay(2, Seconds{60}), Seconds{300});
}

TEST(RetryAfter, IsSecondsOrADate) {
    EXPECT_EQ(read_retry_after("120", noon), Seconds{120});
    EXPECT_EQ(read_retry_after("Tue, 14 Nov 2023 22:14:20 GMT", noon), Seconds{60});
}

TEST(RetryAfter, IsADayAtTheMost) {
    EXPECT_EQ(read_retry_after("99999999999", noon), Seconds{86'400});
    EXPECT_EQ(read_retry_after("Tue, 14 Nov 2063 22:14:20 GMT", noon), Seconds{86'400});
}

TEST(RetryAfter, IsNothingWhenItCannotBeMeant) {
    for (const char* text : {"-59999999999999999",
                             "",
                             "0",
                             "-5",
                             "-59999999999999999",
                             "soon",
                             "12 s",
                             "Tue, 14 Nov 2023 22:13:00 GMT",
                             "1e9"})
        EXPECT_EQ(read_retry_after(text, noon), std::nullopt) << text;
}

Verdict verdict(const WebResult& result, std::int64_t attempts = 0) {
    Delivery delivery;
    delivery.id = DeliveryId{4};
    delivery.attempts = attempts;
    return judge(delivery, result, schedule, noon, 0);
}
Verdict answered(int status, std::string retry_after = {}, std::int64_t attempts = 0) {
    WebAnswer answer;
    answer.status = status;
    answer.retry_after = std::move(retry_after);
    return verdict(answer, attempts);
}

TEST(Verdict, TakesEvery2xxAndNothingElseForDelivered) {
    for (const int status : {200, 201, 202, 204, 299}) {
        EXPECT_EQ(answered(status).record.status, DeliveryStatus::delivered) << status;
        EXPECT_FALSE(answered(status).has_failed);
    }
    for (const int status : {199, 300, 301, 302, 307, 400, 401, 404, 408, 429, 500, 502, 503, 504}) {
        EXPECT_EQ(answered(status).record.status, DeliveryStatus::waiting) << status;
        EXPECT_EQ(answered(status).record.next_attempt_at, noon + Seconds{5});
        EXPECT_EQ(answered(status).record.answer_status, status);
        EXPECT_EQ(answered(status).record.error, "it answered " + std::to_string(status));
    }
}

TEST(Verdict, TriesAgainWhenNoAnswerCame) {
    const Verdict none = verdict(NoWebAnswer{"timed out"});

    EXPECT_EQ(none.record.status, DeliveryStatus::waiting);
    EXPECT_EQ(none.record.answer_status, std::nullopt);
    EXPECT_EQ(none.record.error, "timed out");
    EXPECT_TRUE(none.has_failed);
}

TEST(Verdict, EndsTheWebhookThatIsGone) {
    const Verdict gone = answered(410);

    EXPECT_TRUE(gone.record.disable_webhook);
    EXPECT_EQ(gone.record.status, DeliveryStatus::dead);
    EXPECT_EQ(gone.record.next_attempt_at, std::nullopt);
}

TEST(Verdict, GivesUpAfterTheSchedulesEnd) {
    EXPECT_EQ(answered(500, "", 2).record.status, DeliveryStatus::waiting);
    EXPECT_EQ(answered(500, "", 3).record.status, DeliveryStatus::dead);
    EXPECT_EQ(answered(200, "", 3).record.status, DeliveryStatus::delivered);
}

TEST(Verdict, LeavesTheEndpointInPeaceForAsLongAsItAsks) {
    const Verdict busy = answered(429, "30");

    EXPECT_EQ(busy.rest, Seconds{30});
    EXPECT_EQ(busy.record.next_attempt_at, noon + Seconds{30});
    EXPECT_EQ(answered(500).rest, std::nullopt);
}

TEST(EndpointsRest, BeginsWithTheThirdFailureAndEndsAtAMinute) {
    EXPECT_EQ(rest_of_endpoint(0), Seconds{0});
    EXPECT_EQ(rest_of_endpoint(2), Seconds{0});
    EXPECT_EQ(rest_of_endpoint(3), Seconds{1});
    EXPECT_EQ(rest_of_endpoint(4), Seconds{2});
    EXPECT_EQ(rest_of_endpoint(8), Seconds{32});
    EXPECT_EQ(rest_of_endpoint(9), Seconds{60});
    EXPECT_EQ(rest_of_endpoint(1'000'000), Seconds{60});
}

class Requests : public testing::Test {
protected:
    Requests() {
        parcel.webhook.url = "https://crm.example/events";
        parcel.webhook.secret = new_secret();
        parcel.delivery.message_id = "msg_1";
    }
    [[nodiscard]] static std::string header(const WebRequest& request, std::string_view name) {
        for (const auto& [each, value] : request.headers)
            if (each == name) return value;
        return {};
    }

    store::Parcel parcel;
};

TEST_F(Requests, CarryIdTimeAndSignatureOverTheBody) {
    const WebRequest request = to_request(parcel, noon + Milliseconds{999});

    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.url, "https://crm.example/events");
    EXPECT_EQ(header(request, "webhook-id"), "msg_1");
    EXPECT_EQ(header(request, "webhook-timestamp"), "1700000000");
    EXPECT_EQ(header(request, "webhook-signature"),
              sign(parcel.webhook.secret, "msg_1", "1700000000", request.body));
    EXPECT_EQ(request.patience, Seconds{15});
}

TEST_F(Requests, AreSignedWithBothSecretsWhileOneReplacesTheOther) {
    parcel.webhook.old_secret = new_secret();
    parcel.webhook.old_secret_until = noon + Seconds{60};

    const WebRequest during = to_request(parcel, noon);
    const WebRequest after = to_request(parcel, noon + Seconds{60});

    EXPECT_EQ(header(during, "webhook-signature"),
              sign(parcel.webhook.secret, "msg_1", "1700000000", during.body) + " " +
                  sign(parcel.webhook.old_secret, "msg_1", "1700000000", during.body));
    EXPECT_EQ(header(after, "webhook-signature"),
              sign(parcel.webhook.secret, "msg_1", "1700000060", after.body));
}

}  // namespace
}  // namespace carillon::events
