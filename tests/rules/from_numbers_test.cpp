// SPDX-License-Identifier: MIT
// Which number calls whom, and when one must rest.
#include "dialer/rules/from_numbers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dialer/rules/chain.hpp"
#include "rules/inquiry.hpp"

namespace carillon::dialer::rules {
namespace {

using store::Inquiry;
using store::Moment;
using testing::HasSubstr;

const std::string zurich = "+41446681800";
const std::string geneva = "+41227081800";
const std::string berlin = "+493012345678";

Inquiry from_a_pool(PoolStrategy strategy) {
    Inquiry inquiry = about_to_be_claimed();
    inquiry.standing.settings->from_number = "";
    inquiry.standing.settings->from_pool.numbers = {berlin, geneva, zurich};
    inquiry.standing.settings->from_pool.strategy = strategy;
    return inquiry;
}
std::string chosen(const Inquiry& inquiry, const AccountLimits& limits = no_limits()) {
    return examine(inquiry, limits, Moment::claim, noon).booking.from_number;
}

TEST(FromNumbers, RotateToTheOneThatCalledLeastToday) {
    Inquiry inquiry = from_a_pool(PoolStrategy::rotation);
    EXPECT_EQ(chosen(inquiry), berlin);
    inquiry.account.from_numbers[berlin].calls_today = 1;
    EXPECT_EQ(chosen(inquiry), geneva);
    inquiry.account.from_numbers[geneva] = {0, 2, {}, {}};
    inquiry.account.from_numbers[zurich] = {0, 1, {}, {}};
    inquiry.account.from_numbers[berlin].open_calls = 1;
    EXPECT_EQ(chosen(inquiry), zurich);
}

TEST(FromNumbers, StickToTheContactAsLongAsTheyMayCall) {
    Inquiry inquiry = from_a_pool(PoolStrategy::sticky);
    inquiry.last_from_number = zurich;
    EXPECT_EQ(chosen(inquiry), zurich);
    inquiry.account.from_numbers[zurich].resting_until = noon + Seconds{1};
    EXPECT_EQ(chosen(inquiry), berlin);
    inquiry.account.from_numbers[zurich].resting_until = noon;
    EXPECT_EQ(chosen(inquiry), zurich);
    inquiry.last_from_number = "+15551234567";  // left the pool
    EXPECT_EQ(chosen(inquiry), berlin);
}

TEST(FromNumbers, AreLocalByCountryThenByTheirDigits) {
    Inquiry inquiry = from_a_pool(PoolStrategy::local_presence);
    EXPECT_EQ(chosen(inquiry), zurich);
    inquiry.account.from_numbers[zurich].resting_until = noon + Seconds{1};
    EXPECT_EQ(chosen(inquiry), geneva);
    inquiry.account.from_numbers[geneva].resting_until = noon + Seconds{1};
    EXPECT_EQ(chosen(inquiry), berlin);
}

/// +1 is many countries: a number in Jamaica is not local in the United States.
TEST(FromNumbers, AreNotLocalBecauseTheyShareACallingCode) {
    Inquiry inquiry = from_a_pool(PoolStrategy::local_presence);
    inquiry.standing.settings->from_pool.numbers = {"+18765557890", "+12125550100"};
    inquiry.standing.call.to_number = "+18165552671";
    EXPECT_EQ(chosen(inquiry), "+12125550100");
}

TEST(FromNumbers, EndTheTurnWhenNoneMayCall) {
    Inquiry inquiry = from_a_pool(PoolStrategy::rotation);
    AccountLimits limits = no_limits();
    limits.max_concurrent_calls_per_from_number = 2;
    inquiry.standing.settings->from_pool.max_calls_per_day = 5;
    inquiry.account.from_numbers[berlin].open_calls = 2;
    inquiry.account.from_numbers[geneva].calls_today = 5;
    EXPECT_EQ(chosen(inquiry, limits), zurich);
    inquiry.account.from_numbers[zurich].resting_until = noon + Seconds{60};
    inquiry.account.from_numbers[zurich].rest_reason = "short calls";
    const auto examination = examine(inquiry, limits, Moment::claim, noon);
    ASSERT_TRUE(examination.limit);
    EXPECT_FALSE(examination.step);
    EXPECT_EQ(examination.limit->until, noon + Seconds{60});
    EXPECT_THAT(examination.limit->words, HasSubstr("short calls"));
}

std::vector<store::EndedCall> calls(int unanswered, int short_ones, int long_ones) {
    std::vector<store::EndedCall> all(static_cast<std::size_t>(unanswered), {Outcome::no_answer, 0});
    all.insert(all.end(), static_cast<std::size_t>(short_ones), {Outcome::completed, 6});
    all.insert(all.end(), static_cast<std::size_t>(long_ones), {Outcome::completed, 7});
    return all;
}

TEST(Rest, IsOrderedByAnAnswerRateThatCollapsesOrShortCallsThatPileUp) {
    RestRule rule;
    rule.of_last = 10;
    rule.answer_rate_below = 0.3;
    rule.short_calls_above = 0.5;
    rule.rest_seconds = 600;
    EXPECT_FALSE(rest_after(rule, calls(9, 0, 0), noon)) << "too few to judge";
    EXPECT_FALSE(rest_after(rule, calls(7, 0, 3), noon));
    const auto silent = rest_after(rule, calls(8, 0, 2), noon);
    ASSERT_TRUE(silent);
    EXPECT_EQ(silent->until, noon + Seconds{600});
    EXPECT_THAT(silent->reason, HasSubstr("only 2 of its last 10 calls"));
    EXPECT_FALSE(rest_after(rule, calls(4, 3, 3), noon));
    const auto hung_up = rest_after(rule, calls(4, 4, 2), noon);
    ASSERT_TRUE(hung_up);
    EXPECT_THAT(hung_up->reason, HasSubstr("4 of the 6 answered"));
}

}  // namespace
}  // namespace carillon::dialer::rules
