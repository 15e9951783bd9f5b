// SPDX-License-Identifier: MIT
// Limits: of a number's patience, of the account's day, of places; and the days by which they are counted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dialer/rules/account_day.hpp"
#include "dialer/rules/chain.hpp"
#include "dialer/rules/limit_rules.hpp"
#include "rules/inquiry.hpp"

namespace carillon::dialer::rules {
namespace {

using store::Inquiry;
using store::Moment;
using testing::HasSubstr;
constexpr std::chrono::hours hour{1};

TEST(AccountDay, BeginsAtMidnightOnTheAccountsClocks) {
    EXPECT_EQ(day_of("UTC", noon), "2026-11-22");
    EXPECT_EQ(day_of("Pacific/Auckland", noon), "2026-11-23");
    EXPECT_EQ(next_day("UTC", noon), noon + 12 * hour);
    EXPECT_EQ(next_day("Asia/Kathmandu", noon), noon + 6 * hour + std::chrono::minutes{15});
    EXPECT_EQ(clock_text("America/St_Johns", noon), "2026-11-22T08:30:00-03:30");
}

/// Clocks that are set by an hour make days of 23 and 25 hours; Samoa left a day out.
TEST(AccountDay, IsAsLongAsClocksMakeIt) {
    const auto at = [](const char* text) { return parse_rfc3339(text).value(); };
    EXPECT_EQ(next_day("Europe/Zurich", at("2026-03-28T23:00:00Z")), at("2026-03-29T22:00:00Z"));
    EXPECT_EQ(next_day("Europe/Zurich", at("2026-10-24T22:00:00Z")), at("2026-10-25T23:00:00Z"));
    EXPECT_EQ(day_of("Pacific/Apia", next_day("Pacific/Apia", at("2011-12-30T00:00:00Z"))), "2011-12-31");
}

TEST(NumberLimits, CountAnyDayAndAnyWeekByTheLastCalls) {
    AccountLimits limits = no_limits();
    limits.max_calls_per_number_per_day = 2;
    limits.max_calls_per_number_per_week = 3;
    Inquiry inquiry = about_to_be_claimed();
    const auto step = [&](Instant now = noon) { return examine(inquiry, limits, Moment::claim, now).step; };

    inquiry.number.called_at = {noon - 1 * hour};
    EXPECT_FALSE(step());
    inquiry.number.called_at = {noon - 1 * hour, noon - 23 * hour};
    ASSERT_TRUE(step());
    EXPECT_EQ(step()->status, ContactStatus::pending);
    EXPECT_EQ(step()->next_attempt_at, noon + 1 * hour);
    EXPECT_FALSE(step(noon + 1 * hour));
    inquiry.number.called_at = {noon - 25 * hour, noon - 26 * hour, noon - 6 * 24 * hour};
    EXPECT_EQ(step()->next_attempt_at, noon + 24 * hour);
    inquiry.number.called_at.back() = noon - 7 * 24 * hour;
    EXPECT_FALSE(step());
}

TEST(AccountLimits, EndATurnWithoutMovingTheContact) {
    AccountLimits limits = no_limits();
    limits.max_calls_per_day = 10;
    Inquiry inquiry = about_to_be_claimed();
    inquiry.account.today.calls = 9;
    EXPECT_FALSE(examine(inquiry, limits, Moment::claim, noon).limit);
    inquiry.account.today.calls = 10;
    const auto examination = examine(inquiry, limits, Moment::claim, noon);
    EXPECT_FALSE(examination.step);
    ASSERT_TRUE(examination.limit);
    EXPECT_EQ(examination.limit->until, noon + 12 * hour);
    EXPECT_FALSE(examine(inquiry, limits, Moment::submission, noon).limit) << "it has its place by then";
}

TEST(AccountLimits, ReserveTheLongestThatACallMayTake) {
    AccountLimits limits = no_limits();
    limits.max_minutes_per_day = 100;
    Inquiry inquiry = about_to_be_claimed();
    inquiry.standing.settings->time_limit_seconds = 601;  // eleven begun minutes
    inquiry.account.today.minutes = 89;
    EXPECT_FALSE(examine(inquiry, limits, Moment::claim, noon).limit);
    EXPECT_EQ(examine(inquiry, limits, Moment::claim, noon).booking.reserved_minutes, 11);
    inquiry.account.today.minutes = 90;
    EXPECT_TRUE(examine(inquiry, limits, Moment::claim, noon).limit);
}

TEST(AccountLimits, SpendByTheLongestPrefixAndNothingWithoutAPrice) {
    AccountLimits limits = no_limits();
    limits.max_spend_per_day = 10'000'000;
    limits.prices = PriceTable::parse("41=0.1,4144=0.5").value();
    Inquiry inquiry = about_to_be_claimed();
    inquiry.standing.settings->time_limit_seconds = 600;
    inquiry.account.today.spend_micros = 5'000'000;
    EXPECT_FALSE(examine(inquiry, limits, Moment::claim, noon).limit);
    EXPECT_EQ(examine(inquiry, limits, Moment::claim, noon).booking.price_micros, 500'000);
    inquiry.account.today.spend_micros = 5'000'001;
    ASSERT_TRUE(examine(inquiry, limits, Moment::claim, noon).limit);
    EXPECT_THAT(examine(inquiry, limits, Moment::claim, noon).limit->words, HasSubstr("5.0"));

    limits.prices = PriceTable::parse("1=0.1").value();
    const auto unpriced = examine(inquiry, limits, Moment::claim, noon);
    ASSERT_TRUE(unpriced.step);
    EXPECT_EQ(unpriced.step->status, ContactStatus::blocked);
    EXPECT_THAT(unpriced.step->reason, HasSubstr("price: "));
}

TEST(Places, AreCountedForTheAccountAndTheCampaign) {
    AccountLimits limits = no_limits();
    limits.max_concurrent_calls = 5;
    Inquiry inquiry = about_to_be_claimed();
    inquiry.standing.settings->max_concurrent_calls = 2;
    inquiry.account.open_calls = 4;
    inquiry.account.open_by_campaign = {{CampaignId{1}, 1}, {CampaignId{2}, 3}};
    EXPECT_FALSE(examine(inquiry, limits, Moment::claim, noon).limit);
    inquiry.account.open_by_campaign[CampaignId{1}] = 2;
    EXPECT_TRUE(examine(inquiry, limits, Moment::claim, noon).limit);
    inquiry.account.open_by_campaign[CampaignId{1}] = 1;
    inquiry.account.open_calls = 5;
    EXPECT_TRUE(examine(inquiry, limits, Moment::claim, noon).limit);
}

TEST(AccountRoom, IsTheSmallerOfPlacesAndTheDaysCalls) {
    AccountLimits limits = no_limits();
    store::AccountUse use;
    use.open_calls = 3;
    use.today.calls = 7;
    EXPECT_GT(account_room(limits, use), 1'000'000);
    limits.max_concurrent_calls = 10;
    EXPECT_EQ(account_room(limits, use), 7);
    limits.max_calls_per_day = 9;
    EXPECT_EQ(account_room(limits, use), 2);
}

}  // namespace
}  // namespace carillon::dialer::rules
