// SPDX-License-Identifier: MIT
// Why: every rule with its verdict, and the first instant at which all of them pass.
#include "dialer/rules/explain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dialer/rules/preflight.hpp"
#include "rules/inquiry.hpp"

namespace carillon::dialer::rules {
namespace {

using store::Inquiry;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
constexpr std::chrono::hours hour{1};

CallingHours from_to(int from, int to) {
    CallingWindow window;
    window.days.set();
    window.from = from * hour;
    window.to = to * hour;
    CallingHours hours;
    hours.windows = {window};
    return hours;
}

TEST(Explain, SaysThatNothingStandsInTheWay) {
    const Explanation why = explain(about_to_be_claimed(), no_limits(), noon);
    EXPECT_EQ(why.stopped_by, "");
    EXPECT_EQ(why.next_call_at, noon);
    EXPECT_EQ(why.rules.size(), all_rules().size());
    for (const RuleResult& each : why.rules) EXPECT_FALSE(each.words.empty()) << each.rule;
}

/// The gap ends while the hours are closed: the call waits for the next window.
TEST(Explain, FindsTheInstantAtWhichAllRulesPass) {
    Inquiry inquiry = about_to_be_claimed();
    inquiry.standing.settings->calling_hours = from_to(9, 14);  // Zurich: until 13:00 UTC
    inquiry.standing.settings->min_gap_seconds = 7'200;
    inquiry.number.called_at = {noon - Seconds{600}};  // the gap ends at 13:50 UTC
    const Explanation why = explain(inquiry, no_limits(), noon);
    EXPECT_EQ(why.stopped_by, "min_gap");
    EXPECT_EQ(why.next_call_at, noon + 20 * hour);  // 09:00 on the next day there
    EXPECT_THAT(why.summary, HasSubstr("min_gap_seconds is not over"));
}

TEST(Explain, KnowsNoInstantForWhatOnlyAPersonCanChange) {
    Inquiry inquiry = about_to_be_claimed();
    inquiry.number.is_suppressed = true;
    const Explanation why = explain(inquiry, no_limits(), noon);
    EXPECT_EQ(why.stopped_by, "suppression");
    EXPECT_FALSE(why.next_call_at);
    EXPECT_EQ(why.summary, "No call: suppressed.");
}

TEST(Explain, TellsOfAContactThatIsDone) {
    Inquiry inquiry = about_to_be_claimed();
    inquiry.standing.contact->status = ContactStatus::completed;
    inquiry.standing.contact->next_attempt_at.reset();
    const Explanation why = explain(inquiry, no_limits(), noon);
    EXPECT_EQ(why.stopped_by, "contact");
    EXPECT_FALSE(why.next_call_at);
}

TEST(Preflight, CountsWhoIsCalledNowLaterAndNever) {
    CampaignSettings settings = *about_to_be_claimed().standing.settings;
    settings.twiml_url = "https://agent.example/twiml";
    settings.max_attempts = 3;
    settings.calls_per_second = 0.5;
    settings.max_concurrent_calls = 1;
    settings.timeout_seconds = 30;
    settings.time_limit_seconds = 60;
    AccountLimits limits = no_limits();
    limits.prices = PriceTable::parse("41=0.25").value();
    PreflightSum sum{settings, limits, noon};
    Inquiry inquiry = about_to_be_claimed();
    inquiry.standing.settings = settings;
    inquiry.standing.contact->attempts = 0;

    sum.add_waiting(inquiry, {"city"});
    inquiry.standing.contact->next_attempt_at = noon + 1 * hour;
    sum.add_waiting(inquiry, {});
    inquiry.standing.call.to_number = "+14155552671";
    sum.add_waiting(inquiry, {});
    sum.add_blocked("suppressed");

    const Preflight result = sum.result();
    EXPECT_TRUE(result.missing.empty());
    EXPECT_EQ(result.now, 1);
    EXPECT_EQ(result.later, 1);
    EXPECT_EQ(result.never, 2);
    EXPECT_THAT(result.later_by_rule, ElementsAre(Pair("due", 1)));
    EXPECT_THAT(result.never_by_reason,
                ElementsAre(Pair(HasSubstr("country: US"), 1), Pair("suppressed", 1)));
    EXPECT_THAT(result.missing_variables, ElementsAre(Pair("city", 1)));
    EXPECT_EQ(result.first_call_at, noon);
    EXPECT_EQ(result.calls_least, 2);
    EXPECT_EQ(result.calls_most, 6);
    EXPECT_EQ(result.seconds_least, 4);
    EXPECT_EQ(result.seconds_most, 540);
    EXPECT_EQ(result.cost_least, 500'000);
    EXPECT_EQ(result.cost_most, 1'500'000);
    EXPECT_EQ(result.without_price, 0);
}

}  // namespace
}  // namespace carillon::dialer::rules
