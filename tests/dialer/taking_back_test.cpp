// SPDX-License-Identifier: MIT
// Calls that must not come about any more: how fast a pause is, and what an opt-out ends.
#include <boost/asio/detached.hpp>
#include <gmock/gmock.h>

#include "dialer/dialer_fixture.hpp"

namespace carillon::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class TakingBack : public DialerTest {
protected:
    /// The carrier says of a call that is canceled that it is.
    void let_cancels_succeed() {
        for (const auto& each : carrier.placed) carrier.status_by_sid[each.sid.text()] = "canceled";
    }
    Contact contact_of(std::size_t call) { return *await(store->find_contact(*call_of(call).contact_id)); }
    void suppress(std::string_view number) {
        std::vector<NewSuppression> one{{*PhoneNumber::from_e164(number), "asked"}};
        await(dialer->suppress(std::move(one)));
    }
};

}  // namespace

TEST_F(TakingBack, APauseTakesFiftyQueuedCallsBackWithinASecond) {
    start();
    const auto id = running_campaign(50);
    pass(1s);
    ASSERT_EQ(carrier.placed.size(), 50U);
    let_cancels_succeed();
    carrier.cancel_takes = Milliseconds{100};

    ASSERT_TRUE(await(dialer->move_campaign(id, CampaignMove::pause)));
    pass(1s);

    EXPECT_EQ(carrier.canceled.size(), 50U);
    EXPECT_EQ(carrier.cancels_under_way, 0);
    EXPECT_EQ(count(id, ContactStatus::in_progress), 0);
    EXPECT_LE(carrier.most_cancels_at_once, 16) << "Twilio bounds the requests at one time";
}

TEST_F(TakingBack, APauseLetsNothingOutThatWaitsForItsTurn) {
    start(10);
    const auto id = running_campaign(100);
    // Claimed ahead, and not all of them sent: at 10 a second the next one leaves 100 ms later.
    pass(1s);
    const auto placed = carrier.placed.size();

    ASSERT_TRUE(await(dialer->move_campaign(id, CampaignMove::pause)));
    pass(5s);

    EXPECT_EQ(carrier.placed.size(), placed);
    EXPECT_EQ(count(id, ContactStatus::pending) + count(id, ContactStatus::in_progress), 100);
    EXPECT_EQ(count(id, ContactStatus::in_progress), static_cast<std::int64_t>(placed))
        << "a claim that was not sent is given back";
}

TEST_F(TakingBack, AResumeEndsTheTakingBack) {
    start();
    const auto id = running_campaign(50);
    pass(1s);
    let_cancels_succeed();
    carrier.cancel_takes = Milliseconds{100};

    // Not `await`: only what can happen at once happens before the resume.
    boost::asio::co_spawn(loop, dialer->move_campaign(id, CampaignMove::pause), boost::asio::detached);
    pass(0s);
    boost::asio::co_spawn(loop, dialer->move_campaign(id, CampaignMove::resume), boost::asio::detached);
    pass(10s);

    EXPECT_EQ(carrier.canceled.size(), 16U) << "those that were under way";
    EXPECT_EQ(campaign(id).status, CampaignStatus::running);
}

TEST_F(TakingBack, AnOptOutCancelsAQueuedCallAndBlocksItsContact) {
    start();
    const auto id = running_campaign(2);
    pass(1s);
    let_cancels_succeed();

    const auto opted_out = await(dialer->opt_out(*call_of(0).contact_id, "opted out"));
    EXPECT_EQ(opted_out->status, ContactStatus::in_progress);
    pass(1s);

    EXPECT_THAT(carrier.canceled, ElementsAre(carrier.placed[0].sid));
    EXPECT_EQ(call_of(0).outcome, Outcome::canceled);
    EXPECT_EQ(contact_of(0).status, ContactStatus::blocked);
    EXPECT_EQ(contact_of(0).reason, "suppressed");
    EXPECT_EQ(count(id, ContactStatus::in_progress), 1) << "the other call goes on";
    EXPECT_EQ(await(dialer->opt_out(ContactId{999}, "x")).error().code, Errc::not_found);
}

TEST_F(TakingBack, AnOptOutCancelsARingingCallAndLetsAConversationEnd) {
    start();
    auto settings = campaign_settings();
    settings.max_attempts = 5;
    running_campaign(2, settings);
    pass(1s);
    call_back(0, "ringing");
    call_back(1, "in-progress");
    carrier.status_by_sid[carrier.placed[0].sid.text()] = "canceled";

    for (std::size_t call : {0U, 1U}) (void)await(dialer->opt_out(*call_of(call).contact_id, "opted out"));
    pass(1s);

    EXPECT_THAT(carrier.canceled, ElementsAre(carrier.placed[0].sid));
    EXPECT_THAT(carrier.hung_up, IsEmpty());
    EXPECT_EQ(call_of(1).state, CallState::in_progress);
    call_back(1, "completed");
    EXPECT_EQ(contact_of(1).status, ContactStatus::completed);
    EXPECT_EQ(contact_of(0).status, ContactStatus::blocked);
}

TEST_F(TakingBack, AnOptOutDuringACallEndsItsRetries) {
    start();
    auto settings = campaign_settings();
    settings.max_attempts = 5;
    const auto id = running_campaign(1, settings);
    pass(1s);
    call_back(0, "in-progress");
    (void)await(dialer->opt_out(*call_of(0).contact_id, "opted out"));

    call_back(0, "failed");

    EXPECT_EQ(contact_of(0).status, ContactStatus::blocked);
    EXPECT_EQ(campaign(id).status, CampaignStatus::completed);
    pass(2h);
    EXPECT_EQ(carrier.placed.size(), 1U);
}

TEST_F(TakingBack, AnOptOutWhileTheCarrierIsAskedCancelsAsSoonAsTheCallHasItsSid) {
    start();
    carrier.before_answer = [this](const ScriptedCarrier::Placed&) -> boost::asio::awaitable<void> {
        co_await clock.sleep_until(clock.tick() + 3s);
    };
    const auto id = running_campaign(1);
    pass(1s);
    ASSERT_EQ(carrier.placed.size(), 1U);
    let_cancels_succeed();

    (void)await(dialer->opt_out(contacts(id).at(0).id, "opted out"));
    pass(1s);
    EXPECT_THAT(carrier.canceled, IsEmpty()) << "it has no SID yet";
    pass(2s);

    EXPECT_THAT(carrier.canceled, ElementsAre(carrier.placed[0].sid));
    EXPECT_EQ(count(id, ContactStatus::blocked), 1);
}

TEST_F(TakingBack, ACallbackThatIsFasterThanTheAnswerLetsItBeCanceledAtOnce) {
    start();
    carrier.before_answer = [this](const ScriptedCarrier::Placed&) -> boost::asio::awaitable<void> {
        co_await clock.sleep_until(clock.tick() + 30s);
    };
    const auto id = running_campaign(1);
    pass(1s);
    (void)await(dialer->opt_out(contacts(id).at(0).id, "opted out"));
    let_cancels_succeed();

    call_back(0, "ringing");
    pass(1s);

    EXPECT_THAT(carrier.canceled, ElementsAre(carrier.placed[0].sid));
    pass(1min);
    EXPECT_EQ(carrier.canceled.size(), 1U);
}

TEST_F(TakingBack, ANumberThatIsSuppressedCancelsAnybodysCallToIt) {
    start();
    running_campaign(1);
    pass(1s);
    std::string adhoc = "+15559876543";
    boost::asio::co_spawn(
        loop, dialer->dial(*PhoneNumber::from_e164(adhoc), std::nullopt), boost::asio::detached);
    pass(1s);
    ASSERT_EQ(carrier.placed.size(), 2U);
    let_cancels_succeed();

    suppress(adhoc);
    pass(1s);
    EXPECT_THAT(carrier.canceled, ElementsAre(carrier.placed[1].sid));
    suppress(call_of(0).to_number);
    pass(1s);

    EXPECT_EQ(carrier.canceled.size(), 2U);
    EXPECT_EQ(contact_of(0).status, ContactStatus::blocked);
}

TEST_F(TakingBack, WhatAStopCutShortIsCaughtUpWithAtTheStart) {
    start();
    running_campaign(1);
    pass(1s);
    carrier.status_by_sid[carrier.placed[0].sid.text()] = "queued";
    const std::vector<NewSuppression> one{{*PhoneNumber::from_e164(call_of(0).to_number), "asked"}};
    await(store->add_suppressions(one, clock.now()));  // committed, and then the process ended
    boost::asio::co_spawn(loop, dialer->drain(Milliseconds{0}), boost::asio::detached);
    pass(2s);
    ASSERT_THAT(carrier.canceled, IsEmpty());

    const auto before = std::move(dialer);  // its coroutines end when their timers do
    start();
    pass(1s);

    EXPECT_THAT(carrier.canceled, ElementsAre(carrier.placed[0].sid));
}

}  // namespace carillon::test
