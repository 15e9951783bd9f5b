// SPDX-License-Identifier: MIT
// The campaign's hook, with time and its answers in the test's hands.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "dialer/dialer_fixture.hpp"

namespace carillon::test {
namespace {

using testing::HasSubstr;

class PreDial : public DialerTest {
protected:
    static CampaignSettings hooked(PreDialHook::OnFailure on_failure = PreDialHook::OnFailure::hold) {
        auto settings = campaign_settings();
        settings.pre_dial_hook = PreDialHook{"https://hook.example/", 3'000, on_failure};
        return settings;
    }
    void say(std::string body, int status = 200) {
        web.answer = [body, status](const auto&) { return WebAnswer{status, "application/json", body}; };
    }
    void take(Milliseconds time) {
        web.delay = [time](const auto&) { return time; };
    }
    static std::string phone_in(const ScriptedWeb::Asked& asked) {
        return nlohmann::json::parse(asked.request.body).at("phone");
    }
    /// Calls of this campaign by second.
    std::vector<Tick> placed_to(const std::string& from, const std::string& to) {
        std::vector<Tick> at;
        for (const auto& each : carrier.placed)
            if (each.request.to >= from && each.request.to <= to) at.push_back(each.at);
        return at;
    }
};

constexpr const char* yes = R"({"allow": true})";

}  // namespace

TEST_F(PreDial, AsksBeforeEachCallAndCallsWhomItAllows) {
    web.answer = [](const ScriptedWeb::Asked& asked) {
        const bool allow = phone_in(asked) != "+15550000002";
        return WebAnswer{200, "", allow ? yes : R"({"allow": false, "reason": "a customer since today"})"};
    };
    start();
    const auto id = running_campaign(3, hooked());
    pass(1s);
    EXPECT_EQ(web.asked.size(), 3U);
    EXPECT_EQ(carrier.placed.size(), 2U);
    const Contact refused = contacts(id).at(1);
    EXPECT_EQ(refused.status, ContactStatus::blocked);
    EXPECT_EQ(refused.reason, "pre-dial hook: a customer since today");
    EXPECT_EQ(refused.attempts, 0);
}

TEST_F(PreDial, PutsOffUntilTheHookWantsToBeAskedAgain) {
    say(R"({"allow": false, "reason": "lunch", "retry_after_seconds": 120})");
    start();
    const auto id = running_campaign(1, hooked());
    pass(1s);
    EXPECT_EQ(contacts(id)[0].status, ContactStatus::pending);
    EXPECT_EQ(contacts(id)[0].reason, "pre-dial hook: lunch");
    EXPECT_EQ(contacts(id)[0].attempts, 0);
    say(yes);
    pass(110s);
    EXPECT_TRUE(carrier.placed.empty());
    pass(15s);
    EXPECT_EQ(carrier.placed.size(), 1U);
    EXPECT_EQ(contacts(id)[0].attempts, 1);
}

TEST_F(PreDial, HoldsEverybodyWhileTheHookIsDownAndAsksItEverMoreRarely) {
    start(100);
    const auto id = running_campaign(300, hooked());
    pass(300s);
    EXPECT_TRUE(carrier.placed.empty());
    EXPECT_EQ(count(id, ContactStatus::pending), 300);
    EXPECT_LT(web.asked.size(), 40U);
    EXPECT_EQ(contacts(id)[0].reason, "pre-dial hook: nobody is there");
    say(yes);
    pass(120s);
    EXPECT_EQ(carrier.placed.size(), 300U);
}

TEST_F(PreDial, CallsAllTheSameWhenItWasToldTo) {
    say("<html>", 500);
    start();
    running_campaign(5, hooked(PreDialHook::OnFailure::call));
    pass(1s);
    EXPECT_EQ(carrier.placed.size(), 5U);
}

TEST_F(PreDial, TakesNoPlaceInThePaceTwice) {
    say(yes);
    take(Milliseconds{2'700});
    start(1);
    running_campaign(100, hooked());
    pass(60s);
    EXPECT_GE(carrier.placed.size(), 55U) << "waiting for the hook costs places";
    EXPECT_LE(carrier.placed.size(), 60U);
}

/// Answers that come all at once do not go out at once.
TEST_F(PreDial, KeepsToTheRateWhenTheAnswersComeInHeaps) {
    say(yes);
    web.delay = [](const ScriptedWeb::Asked& asked) {  // at each full third second
        const auto since = std::chrono::duration_cast<Milliseconds>(asked.at.time_since_epoch());
        return Milliseconds{3'000 - since.count() % 3'000};
    };
    start(2);
    running_campaign(100, hooked());
    pass(45s);
    EXPECT_GE(carrier.placed.size(), 45U);
    for (std::size_t i = 2; i < carrier.placed.size(); ++i)
        EXPECT_GE(carrier.placed[i].at - carrier.placed[i - 2].at, 1s) << "call " << i;
}

TEST_F(PreDial, SlowsDownNoOtherCampaign) {
    say(yes);
    take(Milliseconds{2'900});
    start(2);
    running_campaign(100, hooked());  // +15550000001 to 100
    running_campaign(100);
    pass(60s);
    const auto slow = placed_to("+15550000001", "+15550000100").size();
    const auto plain = placed_to("+15550000101", "+15550000200").size();
    EXPECT_GE(plain, 57U);
    EXPECT_GE(slow, 50U);
    EXPECT_LE(plain + slow, 121U);
}

TEST_F(PreDial, StarvesNobodyWhenTheHookNeverAnswers) {
    take(Milliseconds{3'000});  // and then: nobody is there
    start(2);
    const auto id = running_campaign(100, hooked());
    running_campaign(100);
    pass(45s);
    EXPECT_GE(carrier.placed.size(), 80U);
    EXPECT_EQ(count(id, ContactStatus::pending) + count(id, ContactStatus::in_progress), 100);
    EXPECT_EQ(placed_to("+15550000001", "+15550000100").size(), 0U);
}

TEST_F(PreDial, AsksForNoMoreThanItsCampaignMayHaveOpen) {
    take(Milliseconds{3'000});
    say(yes);
    auto settings = hooked();
    settings.max_concurrent_calls = 4;
    start();
    running_campaign(50, settings);
    pass(2s);
    EXPECT_EQ(web.asked.size(), 4U);
}

TEST_F(PreDial, NeverHasMoreThanAHundredQuestionsOpen) {
    take(Milliseconds{3'000});
    say(yes);
    start();
    running_campaign(300, hooked());
    pass(2s);
    EXPECT_EQ(web.asked.size(), 100U);
    pass(60s);
    EXPECT_EQ(carrier.placed.size(), 300U);
}

TEST_F(PreDial, IsOverruledByASuppressionAndByAPauseMeanwhile) {
    take(Milliseconds{3'000});
    say(yes);
    start();
    const auto id = running_campaign(2, hooked());
    pass(1s);
    std::vector<NewSuppression> wanted;
    NewSuppression one{*PhoneNumber::from_e164("+15550000001"), "asked"};
    wanted.push_back(one);
    await(store->add_suppressions(wanted, clock.now()));
    pass(4s);
    EXPECT_EQ(carrier.placed.size(), 1U);
    EXPECT_EQ(contacts(id)[0].status, ContactStatus::blocked);
    EXPECT_EQ(contacts(id)[0].reason, "suppressed");

    const auto paused = running_campaign(3, hooked());
    pass(1s);
    ASSERT_TRUE(await(dialer->move_campaign(paused, CampaignMove::pause)));
    pass(10s);
    EXPECT_EQ(carrier.placed.size(), 1U);
    EXPECT_EQ(count(paused, ContactStatus::pending), 3);
}

TEST_F(PreDial, IsNotAskedByDial) {
    adhoc_settings = hooked();
    start();
    EXPECT_TRUE(std::holds_alternative<dialer::Dialed>(
        await(dialer->dial(*PhoneNumber::from_e164("+15559876543"), std::nullopt))));
    EXPECT_TRUE(web.asked.empty());
}

}  // namespace carillon::test
