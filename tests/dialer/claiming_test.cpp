// SPDX-License-Identifier: MIT
// Whom the dialer rings, when, and how many at once.
#include <algorithm>
#include <map>
#include <set>

#include <gmock/gmock.h>

#include "dialer/dialer_fixture.hpp"

namespace carillon::test {
namespace {

CallingHours every_day(std::chrono::minutes from, std::chrono::minutes to) {
    CallingWindow window;
    window.days.set();
    window.from = from;
    window.to = to;
    return {{window}, {}};
}

class Claiming : public DialerTest {};

}  // namespace

TEST_F(Claiming, RingsEveryContactOnceAndCompletesTheCampaign) {
    start();
    const auto id = running_campaign(25);
    pass(5s);
    std::set<std::string> rung;
    for (const auto& each : carrier.placed) rung.insert(each.request.to);
    EXPECT_EQ(rung.size(), 25U);
    EXPECT_EQ(carrier.placed.size(), 25U);

    call_back_all("completed");
    pass(5s);
    EXPECT_EQ(carrier.placed.size(), 25U);
    EXPECT_EQ(count(id, ContactStatus::completed), 25);
    EXPECT_EQ(campaign(id).status, CampaignStatus::completed);
}

TEST_F(Claiming, LetsNoLargeCampaignStarveASmallOne) {
    start(10);
    running_campaign(500);
    const auto small = running_campaign(20);
    pass(5s);
    EXPECT_GE(count(small, ContactStatus::in_progress), 20);
}

TEST_F(Claiming, ServesThoseWhoWaitAtTheGateInTheirOrder) {
    start(20);
    running_campaign(60);
    running_campaign(60);
    pass(5s);
    ASSERT_GT(carrier.placed.size(), 90U);
    for (const auto& each : carrier.placed) {
        const Call call = *await(store->find_call_by_sid(each.sid));
        EXPECT_LE(*call.submitted_at - call.created_at, 200ms);
    }
}

TEST_F(Claiming, KeepsToTheCapsOnOpenCalls) {
    start(1000, 7);
    auto settings = campaign_settings();
    settings.max_concurrent_calls = 5;
    running_campaign(50, settings);
    pass(3s);
    EXPECT_EQ(carrier.placed.size(), 5U);
    running_campaign(50);
    pass(3s);
    EXPECT_EQ(carrier.placed.size(), 7U);

    call_back(0, "completed");
    pass(3s);
    EXPECT_EQ(carrier.placed.size(), 8U);
}

TEST_F(Claiming, TriesAgainAfterTheDelayAndNotBefore) {
    start();
    auto settings = campaign_settings();
    settings.max_attempts = 2;
    settings.retry_delay_seconds = 600;
    const auto id = running_campaign(1, settings);
    pass(1s);
    call_back(0, "busy");
    pass(595s);
    EXPECT_EQ(carrier.placed.size(), 1U);
    pass(10s);
    ASSERT_EQ(carrier.placed.size(), 2U);
    call_back(1, "no-answer");
    pass(3600s);
    EXPECT_EQ(carrier.placed.size(), 2U);
    EXPECT_EQ(count(id, ContactStatus::no_answer), 1);
}

TEST_F(Claiming, TriesAgainAsOftenAndAsLateAsTheEndingsOfItsCallsSay) {
    start();
    auto settings = campaign_settings();
    settings.max_attempts = 5;
    settings.retries.busy.emplace();
    settings.retries.busy->times = 1;
    settings.retries.busy->delays_seconds = {60};
    const auto id = running_campaign(1, settings);
    pass(1s);
    call_back(0, "busy");
    pass(50s);
    EXPECT_EQ(carrier.placed.size(), 1U);
    pass(20s);
    ASSERT_EQ(carrier.placed.size(), 2U);
    call_back(1, "busy");
    EXPECT_EQ(count(id, ContactStatus::busy), 1);
}

TEST_F(Claiming, LeavesTheGapThatTheCampaignWantsBetweenTwoCallsToANumber) {
    start();
    auto settings = campaign_settings();
    settings.max_attempts = 2;
    settings.retry_delay_seconds = 10;
    settings.min_gap_seconds = 600;
    running_campaign(1, settings);
    pass(1s);
    call_back(0, "busy");
    pass(590s);
    EXPECT_EQ(carrier.placed.size(), 1U);
    pass(20s);
    EXPECT_EQ(carrier.placed.size(), 2U);
}

TEST_F(Claiming, CallsNobodyBeforeTheStartOfItsCampaign) {
    start();
    auto settings = campaign_settings();
    settings.start_at = clock.now() + 2h;
    const auto id = running_campaign(3, settings);
    pass(2h - 1s);
    EXPECT_EQ(carrier.placed.size(), 0U);
    EXPECT_EQ(count(id, ContactStatus::pending), 3);
    pass(2s);
    EXPECT_EQ(carrier.placed.size(), 3U);
}

TEST_F(Claiming, CallsEachContactInItsOwnHours) {
    start();
    auto settings = campaign_settings();
    settings.calling_hours = every_day(9h, 12h);  // it is one o'clock in Greenwich
    time_zone = "Europe/London";
    const auto london = running_campaign(2, settings);
    time_zone = "America/New_York";
    const auto new_york = running_campaign(2, settings);
    pass(1h - 1min);
    EXPECT_EQ(carrier.placed.size(), 0U);
    pass(2min);
    EXPECT_EQ(carrier.placed.size(), 2U);
    EXPECT_EQ(count(new_york, ContactStatus::in_progress), 2);
    pass(18h + 58min);
    EXPECT_EQ(count(london, ContactStatus::pending), 2);
    pass(2min);
    EXPECT_EQ(count(london, ContactStatus::in_progress), 2);
}

TEST_F(Claiming, BlocksWhomNoHourSuits) {
    start();
    auto settings = campaign_settings();
    settings.calling_hours = every_day(9h, 10h);
    const auto id = running_campaign(3, settings);  // +1 555 may lie anywhere between Guam and Newfoundland
    pass(1s);
    EXPECT_EQ(count(id, ContactStatus::blocked), 3);
    EXPECT_THAT(contacts(id).at(0).reason,
                testing::HasSubstr("calling hours: there is no hour within a year"));
    EXPECT_EQ(campaign(id).status, CampaignStatus::completed);
}

TEST_F(Claiming, TakesBackWhatWaitsAtTheCarrierWhenTheHoursAreOver) {
    start();
    auto settings = campaign_settings();
    settings.calling_hours = every_day(9h, 14h);
    settings.timeout_seconds = 600;
    time_zone = "Europe/London";
    running_campaign(2, settings);
    pass(1h - 30s);
    ASSERT_EQ(carrier.placed.size(), 2U);
    call_back(0, "ringing");  // it left the queue
    EXPECT_TRUE(carrier.canceled.empty());
    pass(40s);
    EXPECT_THAT(carrier.canceled, testing::ElementsAre(carrier.placed.at(1).sid));
}

/// A carrier that has no answer, or does not know the call, is asked again in no hurry.
TEST_F(Claiming, TakesBackInNoHurryWhatTheCarrierDoesNotKnow) {
    start();
    auto settings = campaign_settings();
    settings.end_at = clock.now() + 10min;
    settings.timeout_seconds = 600;
    running_campaign(1, settings);
    pass(10min + 5s);
    EXPECT_EQ(carrier.canceled.size(), 1U);
    carrier.is_silent = true;
    pass(10min);
    EXPECT_LT(carrier.canceled.size(), 10U);
}

TEST_F(Claiming, MayHaveAnEndInAnotherAge) {
    start();
    auto settings = campaign_settings();
    settings.end_at = parse_rfc3339("2400-01-01T00:00:00Z");  // more nanoseconds than a tick can count
    settings.max_concurrent_calls = 1;                        // so that somebody waits
    running_campaign(2, settings);
    pass(5s);
    EXPECT_EQ(carrier.placed.size(), 1U);
}

TEST_F(Claiming, ExpiresWhoWasNotReachedWhenItsCampaignEnds) {
    start();
    auto settings = campaign_settings();
    settings.end_at = clock.now() + 1h;
    settings.max_attempts = 2;
    settings.retry_delay_seconds = 3'590;
    settings.calls_per_second = 0.001;  // the second one's turn comes after a quarter of an hour
    const auto id = running_campaign(5, settings);
    pass(30s);
    call_back(0, "busy");  // waits for its second try
    pass(59min);
    const auto reached = carrier.placed.size();
    EXPECT_LT(reached, 5U);
    pass(1min);
    EXPECT_EQ(count(id, ContactStatus::pending), 0);
    EXPECT_EQ(count(id, ContactStatus::expired), 5 - static_cast<std::int64_t>(reached) + 1);
    EXPECT_EQ(campaign(id).status, CampaignStatus::running) << "calls are under way";

    for (std::size_t i = 1; i < reached; ++i) call_back(i, i % 2 == 0 ? "completed" : "busy");
    pass(3h);
    EXPECT_EQ(carrier.placed.size(), reached);
    EXPECT_EQ(campaign(id).status, CampaignStatus::completed);
}

TEST_F(Claiming, RingsANumberThatIsOnTwoListsOnlyWhenItsOtherCallIsOver) {
    start();
    running_campaign(1);
    store::CreateCampaign wanted{"other", campaign_settings(), {}, clock.now()};
    const auto other = await(store->create_campaign(wanted))->id;
    store::AddContacts same;
    same.import_id = await(store->begin_import(other, clock.now()))->id;
    same.now = clock.now();
    same.contacts.push_back({*PhoneNumber::from_e164("+15550000001"), "", "", "{}", 0, 2});
    await(store->add_contacts(same));
    pass(1s);
    ASSERT_TRUE(await(dialer->move_campaign(other, CampaignMove::start)));
    pass(200s);
    EXPECT_EQ(carrier.placed.size(), 1U);
    call_back(0, "completed");
    pass(200s);
    EXPECT_EQ(carrier.placed.size(), 2U);
}

TEST_F(Claiming, GoesOnWhereACrashLeftIt) {
    const auto id = running_campaign(3);
    const auto claimed =
        await(store->claim_due({{{id, 3}}, {CallToken{"a"}, CallToken{"b"}, CallToken{"c"}}, clock.now()}))
            .calls;
    ASSERT_EQ(claimed.size(), 3U);
    ASSERT_EQ(await(store->record_submitting(claimed[0].call.id, clock.now())), store::Submission::go);

    start();  // one was being posted, two were not
    pass(10s);
    EXPECT_EQ(carrier.placed.size(), 2U);
    for (const auto& each : carrier.placed) EXPECT_NE(each.request.to, claimed[0].call.to_number);
    EXPECT_EQ(await(store->find_call(claimed[0].call.id))->state, CallState::unknown);
}

}  // namespace carillon::test
