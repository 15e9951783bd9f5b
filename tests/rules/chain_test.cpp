// SPDX-License-Identifier: MIT
// The chain of rules before a call: what each of them stops, and where the contact goes.
#include "dialer/rules/chain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/inquiry.hpp"

namespace carillon::dialer::rules {
namespace {

using store::Examination;
using store::Inquiry;
using store::Moment;
using testing::HasSubstr;

Examination claim(const Inquiry& inquiry, Instant now = noon) {
    return examine(inquiry, no_limits(), Moment::claim, now);
}
Examination submit(const Inquiry& inquiry, Instant now = noon) {
    return examine(inquiry, no_limits(), Moment::submission, now);
}

TEST(Chain, LetsAContactBeCalledOfTheCampaignsCountryInItsHours) {
    const Examination examination = claim(about_to_be_claimed());
    EXPECT_FALSE(examination.step);
    EXPECT_FALSE(examination.limit);
    EXPECT_EQ(examination.booking.from_number, "+41446681800");
    EXPECT_EQ(examination.booking.day, "2026-11-22");
    EXPECT_EQ(examination.booking.reserved_minutes, 60);
    EXPECT_EQ(examination.rules.size(), all_rules().size());
}

TEST(Chain, StopsAtTheFirstRuleThatObjects) {
    auto inquiry = about_to_be_claimed();
    inquiry.number.is_suppressed = true;
    inquiry.standing.call.to_number = "+14155552671";
    const Examination examination = claim(inquiry);
    EXPECT_EQ(examination.rules.back().rule, "suppression");
    EXPECT_EQ(examination.rules.back().verdict, Verdict::blocks);
}

TEST(Chain, BlocksASuppressedNumberAtBothMoments) {
    auto inquiry = about_to_be_claimed();
    inquiry.number.is_suppressed = true;
    for (const auto& examination : {claim(inquiry), submit(inquiry)}) {
        ASSERT_TRUE(examination.step);
        EXPECT_EQ(examination.step->status, ContactStatus::blocked);
        EXPECT_EQ(examination.step->reason, "suppressed");
        EXPECT_FALSE(examination.step->attempt_counts);
    }
}

TEST(Chain, PutsBackWhoseNumberIsInUse) {
    auto called = about_to_be_claimed();
    called.number.is_being_called = true;
    auto given_up = about_to_be_claimed();
    given_up.number.may_be_on_the_line = true;
    for (const auto& inquiry : {called, given_up}) {
        const auto step = claim(inquiry).step;
        ASSERT_TRUE(step);
        EXPECT_EQ(step->status, ContactStatus::pending);
        EXPECT_EQ(step->next_attempt_at, noon + Seconds{60});
        EXPECT_EQ(step->reason, "so far");
        EXPECT_FALSE(submit(inquiry).step) << "its own call is open by then";
    }
}

TEST(Chain, BlocksANumberThatTheCampaignDoesNotCall) {
    auto inquiry = about_to_be_claimed();
    inquiry.standing.call.to_number = "+14155552671";
    const auto step = claim(inquiry).step;
    ASSERT_TRUE(step);
    EXPECT_EQ(step->status, ContactStatus::blocked);
    EXPECT_THAT(step->reason, HasSubstr("country: US"));
    EXPECT_FALSE(step->attempt_counts);
}

TEST(Chain, LetsAContactWaitWhoseHoursAreClosedAndKeepsItsPlace) {
    auto inquiry = about_to_be_claimed();
    CallingWindow evening;
    evening.days.set();
    evening.from = std::chrono::hours{20};
    evening.to = std::chrono::hours{21};
    inquiry.standing.settings->calling_hours.windows = {evening};
    const Examination examination = claim(inquiry);
    ASSERT_TRUE(examination.step);
    EXPECT_EQ(examination.step->status, ContactStatus::pending);
    EXPECT_EQ(examination.step->next_attempt_at, noon);
    EXPECT_EQ(examination.rules.back().until, noon + std::chrono::hours{7});
    inquiry.standing.contact->zones = {};
    EXPECT_EQ(claim(inquiry).step->status, ContactStatus::blocked);
}

TEST(Chain, LeavesTheGapBetweenTwoCallsToANumber) {
    auto inquiry = about_to_be_claimed();
    inquiry.standing.settings->min_gap_seconds = 3'600;
    EXPECT_FALSE(claim(inquiry).step);
    inquiry.number.called_at = {noon - Seconds{600}, noon - Seconds{9'000}};
    const auto step = claim(inquiry).step;
    ASSERT_TRUE(step);
    EXPECT_EQ(step->status, ContactStatus::pending);
    EXPECT_EQ(step->next_attempt_at, noon + Seconds{3'000});
    EXPECT_EQ(step->reason, "so far");
    EXPECT_FALSE(claim(inquiry, noon + Seconds{3'000}).step);
}

TEST(Chain, GivesAClaimBackWhoseCampaignNoLongerRuns) {
    auto inquiry = about_to_be_claimed();
    inquiry.standing.contact->status = ContactStatus::in_progress;
    EXPECT_FALSE(submit(inquiry).step);
    for (const auto status : {CampaignStatus::paused, CampaignStatus::canceled, CampaignStatus::completed}) {
        inquiry.standing.campaign_status = status;
        ASSERT_TRUE(submit(inquiry).step);
        EXPECT_EQ(submit(inquiry).step->status, ContactStatus::pending);
        EXPECT_EQ(submit(inquiry).step->next_attempt_at, noon);
    }
}

TEST(Chain, AsksAPersonsOwnCallForItsNumberOnly) {
    auto adhoc = about_to_be_claimed();
    adhoc.standing.contact.reset();
    adhoc.standing.call.campaign_id.reset();
    adhoc.standing.call.to_number = "+14155552671";
    adhoc.standing.settings->end_at = noon - Seconds{1};
    adhoc.standing.settings->min_gap_seconds = 3'600;
    adhoc.number.called_at = {noon - Seconds{1}};
    EXPECT_FALSE(claim(adhoc).step);
    adhoc.standing.call.to_number = "+19005551234";
    EXPECT_EQ(claim(adhoc).rules.back().words, "number: premium rate");
    adhoc.number.is_suppressed = true;
    EXPECT_EQ(claim(adhoc).rules.back().rule, "suppression");
}

/// A rule that stops nobody at either moment has no place in the chain; the same inquiry gives the same
/// verdict to whoever asks why.
TEST(Chain, TellsWhoeverAsksWhatItTellsTheClaim) {
    auto inquiry = about_to_be_claimed();
    inquiry.standing.settings->min_gap_seconds = 3'600;
    inquiry.number.called_at = {noon - Seconds{600}};
    const auto rulings = judge_all(inquiry, no_limits(), noon);
    const auto examination = claim(inquiry);
    ASSERT_EQ(rulings.size(), all_rules().size());
    for (std::size_t i = 0; i < examination.rules.size(); ++i)
        EXPECT_EQ(examination.rules[i], rulings[i].result);
}

TEST(Evidence, TellsTheTimeWhereTheContactMayBeAndHowThatWasFound) {
    const Settling settling{default_policy()};
    auto inquiry = about_to_be_claimed();
    const auto evidence = [&] {
        return settling.evidence(inquiry, {{"number", Verdict::passed, {}, "fine"}}, noon);
    };
    EXPECT_EQ(
        evidence().own,
        R"({"at":"2026-11-22T12:00:00.000Z","local_times":{"Europe/Zurich":"2026-11-22T13:00:00+01:00"}})");
    EXPECT_EQ(evidence().shared, R"({"zone_found_by":"number","rules":{"number":"fine"}})");
    inquiry.standing.contact->time_zone = "Europe/Zurich";
    EXPECT_THAT(evidence().shared, HasSubstr(R"("zone_found_by":"row")"));
    inquiry.standing.contact->time_zone = "";
    inquiry.standing.contact->zones = {};
    EXPECT_THAT(evidence().own, HasSubstr(R"("local_times":{})"));
    EXPECT_THAT(evidence().shared, HasSubstr(R"("zone_found_by":"nobody")"));
    inquiry.standing.settings->time_zone = "Asia/Tokyo";
    EXPECT_THAT(evidence().own, HasSubstr(R"({"Asia/Tokyo":"2026-11-22T21:00:00+09:00"})"));
    EXPECT_THAT(evidence().shared, HasSubstr(R"("zone_found_by":"campaign")"));
    inquiry.standing.contact.reset();
    EXPECT_THAT(evidence().shared, HasSubstr(R"("zone_found_by":"nobody")"));
}

}  // namespace
}  // namespace carillon::dialer::rules
