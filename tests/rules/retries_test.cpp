// SPDX-License-Identifier: MIT
// Who is called again, when, and how often.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/standing.hpp"

namespace carillon::dialer::rules {
namespace {

using testing::HasSubstr;

const Settling settling{default_policy()};

RetryRule listed(std::vector<std::int64_t> delays, std::int64_t times) {
    RetryRule rule;
    rule.times = times;
    rule.delays_seconds = std::move(delays);
    return rule;
}

/// A ringing call of a campaign that calls ten times at the most.
Standing ringing() {
    Standing ringing = standing(CallState::ringing);
    ringing.settings->max_attempts = 10;
    ringing.settings->retry_delay_seconds = 7'777;
    return ringing;
}

store::ContactStep step_after(const Standing& standing,
                              const char* word,
                              std::optional<std::int64_t> sip = {}) {
    NewCallback told = callback(word);
    told.sip_response_code = sip;
    return settling.after_callback(standing, told).contact.value();
}

TEST(Retries, WaitAsLongAsTheRuleOfTheirEndingSays) {
    auto standing = ringing();
    standing.settings->retries.busy = listed({60, 600}, 3);
    EXPECT_EQ(step_after(standing, "busy").next_attempt_at, noon + Seconds{60});
    standing.earlier_endings[Outcome::busy] = 1;
    EXPECT_EQ(step_after(standing, "busy").next_attempt_at, noon + Seconds{600});
    EXPECT_EQ(step_after(standing, "no-answer").next_attempt_at, noon + Seconds{7'777});  // has no rule
}

TEST(Retries, EndWithTheTimesOfTheirEndingWhateverElseIsLeft) {
    auto standing = ringing();
    standing.settings->retries.no_answer = listed({60}, 2);
    standing.earlier_endings[Outcome::busy] = 5;
    standing.earlier_endings[Outcome::no_answer] = 1;
    EXPECT_EQ(step_after(standing, "no-answer").status, ContactStatus::pending);
    standing.earlier_endings[Outcome::no_answer] = 2;
    EXPECT_EQ(step_after(standing, "no-answer").status, ContactStatus::no_answer);
    standing.settings->retries.failed = listed({60}, 0);
    EXPECT_EQ(step_after(standing, "failed").status, ContactStatus::failed);
}

TEST(Retries, EndWithTheAttemptsThatAreAllowedInAll) {
    auto standing = ringing();
    standing.settings->retries.busy = listed({60}, 9);
    standing.contact->attempts = 10;
    EXPECT_EQ(step_after(standing, "busy").status, ContactStatus::busy);
}

TEST(Retries, AreNotForSomebodyWhoDeclined) {
    for (const char* word : {"busy", "no-answer", "failed"}) {
        const auto step = step_after(ringing(), word, 603);
        EXPECT_NE(step.status, ContactStatus::pending) << word;
        EXPECT_EQ(step.reason, "declined (SIP 603)");
    }
    EXPECT_EQ(step_after(ringing(), "busy", 486).status, ContactStatus::pending);
}

TEST(Retries, AreNotForANumberThatCannotBeReached) {
    for (const std::int64_t code : {404, 410, 484, 604}) {
        const auto step = step_after(ringing(), "failed", code);
        EXPECT_EQ(step.status, ContactStatus::failed) << code;
        EXPECT_THAT(step.reason, HasSubstr("cannot be reached"));
    }
    EXPECT_EQ(step_after(ringing(), "failed", 503).status, ContactStatus::pending);
}

TEST(Retries, AreSpreadByTheTokenOfTheCallAlone) {
    auto standing = ringing();
    standing.settings->retries.busy = listed({1'000}, 1);
    standing.settings->retries.busy->jitter = 0.5;
    standing.call.token = CallToken{"00000000000000000000000000000000"};
    EXPECT_EQ(step_after(standing, "busy").next_attempt_at, noon + Seconds{500});
    standing.call.token = CallToken{"80000000000000000000000000000000"};
    EXPECT_EQ(step_after(standing, "busy").next_attempt_at, noon + Seconds{1'000});
}

}  // namespace
}  // namespace carillon::dialer::rules
