// SPDX-License-Identifier: MIT
// What people ask of the dialer while it runs.
#include <boost/asio/detached.hpp>
#include <gmock/gmock.h>

#include "dialer/dialer_fixture.hpp"

namespace carillon::test {
namespace {

class Controls : public DialerTest {};

}  // namespace

TEST_F(Controls, PauseStopsAtOnceAndResumeGoesOn) {
    start(10);
    const auto id = running_campaign(100);
    pass(2s);
    const auto before = carrier.placed.size();
    ASSERT_TRUE(await(dialer->move_campaign(id, CampaignMove::pause)));
    pass(30s);
    EXPECT_LE(carrier.placed.size(), before + 1);
    ASSERT_TRUE(await(dialer->move_campaign(id, CampaignMove::resume)));
    pass(30s);
    EXPECT_EQ(carrier.placed.size(), 100U);
}

TEST_F(Controls, PauseTakesBackWhatWaitsInTheCarriersQueueAndNothingElse) {
    start();
    const auto id = running_campaign(3);
    pass(1s);
    call_back(1, "ringing");
    call_back(2, "in-progress");
    for (const auto& each : carrier.placed) carrier.status_by_sid[each.sid.text()] = "canceled";
    ASSERT_TRUE(await(dialer->move_campaign(id, CampaignMove::pause)));
    pass(1s);
    EXPECT_THAT(carrier.canceled, testing::ElementsAre(carrier.placed[0].sid));
    EXPECT_EQ(call_of(0).outcome, Outcome::canceled);
}

TEST_F(Controls, CancelEndsWhatRingsAndMarksWhoWasNotReached) {
    start(10);
    const auto id = running_campaign(2500);
    pass(1s);
    for (const auto& each : carrier.placed) carrier.status_by_sid[each.sid.text()] = "canceled";
    call_back(0, "in-progress");
    const auto placed = carrier.placed.size();
    ASSERT_TRUE(await(dialer->move_campaign(id, CampaignMove::cancel)));
    pass(10s);
    EXPECT_EQ(carrier.placed.size(), placed);
    EXPECT_EQ(carrier.canceled.size(), placed - 1) << "a live conversation is not cut off";
    EXPECT_EQ(count(id, ContactStatus::canceled) + count(id, ContactStatus::failed) + 1, 2500);
    EXPECT_EQ(count(id, ContactStatus::pending), 0);
}

TEST_F(Controls, HangUpCancelsARingingCallAndEndsALiveOne) {
    start();
    running_campaign(2);
    pass(1s);
    call_back(0, "ringing");
    call_back(1, "in-progress");
    carrier.status_by_sid[carrier.placed[0].sid.text()] = "canceled";
    carrier.status_by_sid[carrier.placed[1].sid.text()] = "completed";
    EXPECT_EQ(await(dialer->hang_up(call_of(0).id))->outcome, Outcome::canceled);
    EXPECT_EQ(await(dialer->hang_up(call_of(1).id))->outcome, Outcome::completed);
    EXPECT_EQ(carrier.canceled.size(), 1U);
    EXPECT_EQ(carrier.hung_up.size(), 1U);
    EXPECT_EQ(await(dialer->hang_up(call_of(0).id)).error().code, Errc::conflict);
    EXPECT_EQ(await(dialer->hang_up(CallId{999})).error().code, Errc::not_found);
}

TEST_F(Controls, SuppressedNumbersAreNotRungEvenIfTheyWaitAlready) {
    start(1);
    const auto id = running_campaign(3);
    pass(10ms);
    std::vector<NewSuppression> both;
    for (const char* number : {"+15550000002", "+15550000003"})
        both.push_back({*PhoneNumber::from_e164(number), "asked"});
    await(store->add_suppressions(both, clock.now()));
    pass(30s);
    EXPECT_EQ(carrier.placed.size(), 1U);
    EXPECT_EQ(count(id, ContactStatus::blocked), 2);
}

TEST_F(Controls, DrainLeavesNothingHalfDone) {
    start(1);
    const auto id = running_campaign(50);
    pass(3s);
    const auto placed = carrier.placed.size();
    boost::asio::co_spawn(loop, dialer->drain(Milliseconds{5'000}), boost::asio::detached);
    pass(60s);
    EXPECT_EQ(carrier.placed.size(), placed);
    EXPECT_EQ(count(id, ContactStatus::in_progress), static_cast<std::int64_t>(placed));
    EXPECT_EQ(count(id, ContactStatus::pending), 50 - static_cast<std::int64_t>(placed));
}

TEST_F(Controls, CarrierTroubleIsAskedForOnlyNowAndThen) {
    start();
    carrier.trouble = "no credit";
    EXPECT_EQ(await(dialer->carrier_trouble()), "no credit");
    carrier.trouble.clear();
    EXPECT_EQ(await(dialer->carrier_trouble()), "no credit");
    pass(11s);
    EXPECT_EQ(await(dialer->carrier_trouble()), "");
}

}  // namespace carillon::test
