// SPDX-License-Identifier: MIT
#include "simulator/webhook_rules.hpp"

#include <gtest/gtest.h>

namespace carillon::simulator {
namespace {

using std::chrono_literals::operator""ms;

http::Exchange answer(int status) {
    http::Answer answer;
    answer.status = status;
    return answer;
}
const http::Exchange unreachable = http::NotWritten{"refused"};
const http::Exchange timed_out = http::Broken{"too slow", true};
const http::Exchange reset = http::Broken{"reset", false};

TEST(WebhookRules, WithoutFragmentRetryOnceAndOnlyAfterAFailureToConnect) {
    const auto rules = read_webhook_rules("https://dialer.example/status?call=1");

    EXPECT_EQ(rules.retries, 1);
    EXPECT_EQ(rules.connect_timeout, 5'000ms);
    EXPECT_EQ(rules.read_timeout, 15'000ms);
    EXPECT_EQ(rules.total_timeout, 15'000ms);
    EXPECT_TRUE(may_retry(rules, unreachable));
    for (const auto& exchange : {answer(503), answer(404), timed_out, reset})
        EXPECT_FALSE(may_retry(rules, exchange));
}

TEST(WebhookRules, AreOverriddenByTheFragment) {
    const auto rules = read_webhook_rules("https://h/x?call=1#rc=5&rp=rt,5xx&ct=2000&rt=4000&tt=9000");

    EXPECT_EQ(rules.retries, 5);
    EXPECT_EQ(rules.connect_timeout, 2'000ms);
    EXPECT_EQ(rules.read_timeout, 4'000ms);
    EXPECT_EQ(rules.total_timeout, 9'000ms);
    EXPECT_TRUE(may_retry(rules, timed_out));
    EXPECT_TRUE(may_retry(rules, answer(503)));
    EXPECT_FALSE(may_retry(rules, unreachable));
    EXPECT_FALSE(may_retry(rules, answer(403)));
    EXPECT_FALSE(may_retry(rules, reset));
}

TEST(WebhookRules, KeepTheDefaultWhereAnOverrideIsOutOfBounds) {
    const auto rules = read_webhook_rules("https://h/x#rc=6&ct=99&rt=15001&tt=soon&unknown=1&");

    EXPECT_EQ(rules.retries, 1);
    EXPECT_EQ(rules.connect_timeout, 5'000ms);
    EXPECT_EQ(rules.read_timeout, 15'000ms);
    EXPECT_EQ(rules.total_timeout, 15'000ms);
}

TEST(WebhookRules, NeverRetryWhatWasDelivered) {
    const auto rules = read_webhook_rules("https://h/x#rp=all");

    EXPECT_FALSE(may_retry(rules, answer(204)));
    for (const auto& exchange : {answer(503), answer(404), timed_out, reset, unreachable})
        EXPECT_TRUE(may_retry(rules, exchange));
}

TEST(WebhookRules, DoNotTakeARedirectForADelivery) {
    EXPECT_FALSE(is_delivered(answer(302)));
    EXPECT_FALSE(may_retry(read_webhook_rules("https://h/x#rp=4xx,5xx"), answer(302)));
    EXPECT_TRUE(is_delivered(answer(200)));
}

TEST(WebhookRules, AreNotPartOfWhatIsRequested) {
    EXPECT_EQ(without_fragment("https://h/x?call=1#rc=5"), "https://h/x?call=1");
    EXPECT_EQ(without_fragment("https://h/x"), "https://h/x");
}

}  // namespace
}  // namespace carillon::simulator
