// SPDX-License-Identifier: MIT
// Calls that the carrier does not tell us about.
#include "dialer/dialer_fixture.hpp"

namespace carillon::test {
namespace {

class Checks : public DialerTest {};

}  // namespace

TEST_F(Checks, FindACallWhoseAnswerWasLost) {
    carrier.answer = [&](const auto& placed) {
        carrier.status_by_sid[placed.sid.text()] = "in-progress";
        return Unknown{"timed out"};
    };
    start();
    const auto id = running_campaign(1);
    pass(70s);
    EXPECT_EQ(call_of(0).state, CallState::in_progress);
    call_back(0, "completed");
    EXPECT_EQ(count(id, ContactStatus::completed), 1);
    EXPECT_EQ(carrier.placed.size(), 1U);
}

TEST_F(Checks, GiveUpToAPersonOnlyWhenTheCarrierAnsweredTheWholeSchedule) {
    carrier.answer = [](const auto&) { return Unknown{"timed out"}; };
    carrier.is_silent = true;
    start();
    const auto id = running_campaign(1);
    pass(2h);
    carrier.is_silent = false;
    pass(22h);  // each step is as far from the last as ever: 25 h are not over
    EXPECT_EQ(count(id, ContactStatus::in_progress), 1);
    pass(4h);
    EXPECT_EQ(count(id, ContactStatus::unresolved), 1);
    EXPECT_EQ(carrier.placed.size(), 1U);
}

TEST_F(Checks, PollACallWhoseLastCallbackNeverCame) {
    start();
    const auto id = running_campaign(1);
    pass(1s);
    call_back(0, "ringing");
    carrier.status_by_sid[carrier.placed[0].sid.text()] = "no-answer";
    pass(60s);
    EXPECT_TRUE(carrier.fetched.empty());
    pass(60s);
    EXPECT_EQ(carrier.fetched.size(), 1U);
    EXPECT_EQ(count(id, ContactStatus::no_answer), 1);
}

TEST_F(Checks, AskLessAndLessOftenWhileThereIsNoNewsAndFreeNobodyByAge) {
    start();
    const auto id = running_campaign(1);
    pass(1s);
    carrier.status_by_sid[carrier.placed[0].sid.text()] = "in-progress";
    pass(48h);
    EXPECT_EQ(count(id, ContactStatus::in_progress), 1);
    EXPECT_GT(carrier.fetched.size(), 20U);
    EXPECT_LT(carrier.fetched.size(), 70U);
}

TEST_F(Checks, GiveACallToAPersonThatTheCarrierDoesNotKnowForAsLongAsItIsSearchedFor) {
    start();
    const auto id = running_campaign(1);  // no status_by_sid: 404
    pass(24h);
    EXPECT_EQ(count(id, ContactStatus::in_progress), 1);
    pass(4h);
    EXPECT_EQ(count(id, ContactStatus::unresolved), 1);
    EXPECT_EQ(call_of(0).state, CallState::unresolved);
    EXPECT_EQ(carrier.placed.size(), 1U);

    call_back(0, "completed");  // it was there after all
    EXPECT_EQ(count(id, ContactStatus::completed), 1);
}

}  // namespace carillon::test
