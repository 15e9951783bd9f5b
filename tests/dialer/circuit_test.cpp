// SPDX-License-Identifier: MIT
// A campaign that stops itself because its calls fail, and goes on when somebody has mended that.
#include <gmock/gmock.h>

#include "dialer/dialer_fixture.hpp"

namespace carillon::test {
namespace {

using testing::HasSubstr;

class Circuit : public DialerTest {
protected:
    static CampaignSettings breaking_at(double share, std::int64_t least_calls) {
        auto settings = campaign_settings();
        settings.circuit_breaker = CircuitBreaker{share, 600, least_calls};
        return settings;
    }
};

}  // namespace

TEST_F(Circuit, BreaksWithTheFailureThatPassesTheShareAndSaysWhy) {
    start();
    const auto id = running_campaign(40, breaking_at(0.5, 10));
    pass(1s);
    for (std::size_t i = 0; i < 5; ++i) call_back(i, "completed");
    for (std::size_t i = 5; i < 9; ++i) call_back(i, "failed");
    EXPECT_EQ(campaign(id).status, CampaignStatus::running);
    const store::Settled last = call_back(9, "failed");
    EXPECT_EQ(last.paused_campaign, id);
    EXPECT_EQ(campaign(id).status, CampaignStatus::paused);
    EXPECT_EQ(
        campaign(id).reason,
        "circuit breaker: 5 of the last 10 calls in 10 minutes failed. Mend that, then resume the campaign.");
    EXPECT_EQ(last.pause_reason, campaign(id).reason);
}

TEST_F(Circuit, TakesBackWhatWaitsAtTheCarrier) {
    start();
    running_campaign(5, breaking_at(1.0, 2));
    pass(1s);
    call_back(3, "ringing");
    call_back(4, "in-progress");
    for (const auto& each : carrier.placed) carrier.status_by_sid[each.sid.text()] = "canceled";
    call_back(0, "failed");
    call_back(1, "failed");
    pass(1s);
    EXPECT_THAT(carrier.canceled, testing::ElementsAre(carrier.placed[2].sid));
    EXPECT_EQ(call_of(2).outcome, Outcome::canceled);
}

TEST_F(Circuit, HoldsAgainAfterARepair) {
    start(1);
    const auto id = running_campaign(60, breaking_at(0.9, 5));
    pass(5500ms);
    const auto before = carrier.placed.size();
    ASSERT_GE(before, 6U);
    for (std::size_t i = 0; i < 5; ++i) call_back(i, "failed");
    ASSERT_EQ(campaign(id).status, CampaignStatus::paused);
    ASSERT_TRUE(await(dialer->move_campaign(id, CampaignMove::resume)));
    pass(10s);
    ASSERT_GE(carrier.placed.size(), before + 8);
    call_back(before, "failed");
    call_back(5, "failed");  // placed before: tells of what was mended since
    EXPECT_EQ(campaign(id).status, CampaignStatus::running);
    for (std::size_t i = before + 1; i < before + 5; ++i) call_back(i, "failed");
    EXPECT_EQ(campaign(id).status, CampaignStatus::paused);
}

TEST_F(Circuit, CountsWhatTheCarrierRefusesAndNotWhoIsBusyOrOut) {
    carrier.answer = [&](const auto& placed) {
        return placed.request.to < "+15550000004"
                   ? PlaceResult{Refused{RefusalScope::contact, 21211, 400, "not valid"}}
                   : ScriptedCarrier::accept(placed);
    };
    start();
    const auto id = running_campaign(3, breaking_at(1.0, 3));
    pass(1s);
    EXPECT_EQ(campaign(id).status, CampaignStatus::completed) << "nobody is left to be protected";

    carrier.placed.clear();
    const auto busy = running_campaign(10, breaking_at(0.5, 3));
    pass(1s);
    for (std::size_t i = 0; i < 8; ++i) call_back(i, i % 2 == 0 ? "busy" : "no-answer");
    EXPECT_EQ(campaign(busy).status, CampaignStatus::running);
}

TEST_F(Circuit, NeverBreaksACampaignThatWantsNone) {
    auto settings = campaign_settings();
    settings.circuit_breaker.reset();
    start();
    const auto id = running_campaign(100, settings);
    pass(1s);
    for (std::size_t i = 0; i < 99; ++i) call_back(i, "failed");
    EXPECT_EQ(campaign(id).status, CampaignStatus::running);
}

TEST_F(Circuit, ProtectsByDefault) {
    start();
    const auto id = running_campaign(100);
    pass(1s);
    for (std::size_t i = 0; i < 49; ++i) call_back(i, "failed");
    EXPECT_EQ(campaign(id).status, CampaignStatus::running);
    call_back(49, "failed");
    EXPECT_THAT(campaign(id).reason, HasSubstr("50 of the last 50 calls"));
}

}  // namespace carillon::test
