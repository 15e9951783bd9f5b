// SPDX-License-Identifier: MIT
// One call on its way out, and every answer that the carrier may give.
#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>

#include "dialer/dialer_fixture.hpp"

namespace carillon::test {
namespace {

using testing::HasSubstr;

class Placing : public DialerTest {
protected:
    /// While it stands, the database refuses every call that would reach this state.
    void refuse_state(const std::string& state) {
        shell().exec("CREATE TRIGGER trouble BEFORE UPDATE ON calls WHEN NEW.state = '" + state +
                     "' BEGIN SELECT RAISE(ABORT, 'trouble'); END");
    }
    void end_trouble() { shell().exec("DROP TRIGGER trouble"); }

    Call last_call(CampaignId id) { return *await(store->find_call(*contacts(id).at(0).last_call_id)); }

private:
    SQLite::Database shell() {
        return SQLite::Database{(directory / "test.db").string(), SQLite::OPEN_READWRITE};
    }
};

}  // namespace

TEST_F(Placing, SaysTheCampaignsSettingsToTheCarrier) {
    auto settings = campaign_settings();
    settings.timeout_seconds = 17;
    settings.time_limit_seconds = 90;
    settings.caller_id = "+15557654321";
    settings.twiml_url = "https://agent.example/?p={{phone}}&n={{name|there}}";
    start();
    running_campaign(1, settings);
    pass(1s);
    ASSERT_EQ(carrier.placed.size(), 1U);
    const CallRequest& request = carrier.placed[0].request;
    EXPECT_EQ(request.from, "+15551234567");
    EXPECT_EQ(request.timeout_seconds, 17);
    EXPECT_EQ(request.time_limit_seconds, 90);
    EXPECT_EQ(request.caller_id, "+15557654321");
    EXPECT_EQ(request.twiml_url, "https://agent.example/?p=%2B15550000001&n=there");
    EXPECT_THAT(request.status_callback_url,
                testing::StartsWith("https://dialer.example/twilio-status?call="));
}

TEST_F(Placing, CommitsTheCallBeforeTheCarrierIsAsked) {
    start();
    CallState at_the_post = CallState::claimed;
    carrier.before_answer = [&](const ScriptedCarrier::Placed&) -> boost::asio::awaitable<void> {
        store::ListCalls all;
        const auto calls = co_await store->list_calls(all);
        at_the_post = calls.items.at(0).state;
    };
    running_campaign(1);
    pass(1s);
    EXPECT_EQ(at_the_post, CallState::submitting);
}

TEST_F(Placing, StopsTheCampaignWhenTheAgentUrlCannotBeFilledAndKeepsItsContacts) {
    auto settings = campaign_settings();
    settings.twiml_url = "https://agent.example/{{city}}";
    start(1);
    const auto id = running_campaign(3, settings);
    pass(5s);
    EXPECT_TRUE(carrier.placed.empty());
    EXPECT_EQ(campaign(id).status, CampaignStatus::paused);
    EXPECT_THAT(campaign(id).reason, HasSubstr("{{city|"));
    EXPECT_EQ(count(id, ContactStatus::pending), 3);
    EXPECT_EQ(contacts(id)[0].attempts, 0);
}

TEST_F(Placing, NeverPostsAgainWhenTheAnswerIsLost) {
    carrier.answer = [](const auto&) { return Unknown{"timed out"}; };
    start();
    const auto id = running_campaign(3);
    pass(26h);
    EXPECT_EQ(carrier.placed.size(), 3U);
    EXPECT_EQ(count(id, ContactStatus::unresolved), 3);
}

TEST_F(Placing, KeepsTheCarriersAnswerUntilTheDatabaseTakesIt) {
    start();
    refuse_state("accepted");
    const auto id = running_campaign(1);
    pass(10s);
    ASSERT_EQ(carrier.placed.size(), 1U);
    EXPECT_EQ(last_call(id).state, CallState::submitting);
    end_trouble();
    pass(2s);
    EXPECT_EQ(call_of(0).state, CallState::accepted);
    EXPECT_EQ(carrier.placed.size(), 1U);
}

TEST_F(Placing, AsksNobodyWhenTheSubmissionCannotBeRecorded) {
    start();
    refuse_state("submitting");
    running_campaign(1);
    pass(20s);
    EXPECT_TRUE(carrier.placed.empty());
    end_trouble();
    pass(20s);
    EXPECT_EQ(carrier.placed.size(), 1U);
}

TEST_F(Placing, TakesACallbackThatIsFasterThanTheAnswer) {
    carrier.before_answer = [&](const ScriptedCarrier::Placed& placed) -> boost::asio::awaitable<void> {
        NewCallback callback;
        callback.token = ScriptedCarrier::token_of(placed.request);
        callback.call_sid = placed.sid;
        callback.twilio_status = "completed";
        callback.received_at = clock.now();
        co_await dialer->settle(std::move(callback));
    };
    start();
    const auto id = running_campaign(1);
    pass(5s);
    EXPECT_EQ(carrier.placed.size(), 1U);
    EXPECT_EQ(call_of(0).state, CallState::ended);
    EXPECT_EQ(count(id, ContactStatus::completed), 1);
}

TEST_F(Placing, KeepsTheContactAndItsAttemptWhileTheCarrierCannotBeReached) {
    bool is_up = false;
    carrier.answer = [&](const auto& placed) {
        return is_up ? ScriptedCarrier::accept(placed)
                     : PlaceResult{NotSent{"connection refused", false, {}}};
    };
    start();
    const auto id = running_campaign(2);
    pass(120s);
    EXPECT_EQ(contacts(id)[0].attempts, 0);
    const auto tries = carrier.placed.size();
    EXPECT_LT(tries, 30U) << "no pause between the tries";

    is_up = true;
    pass(120s);
    EXPECT_EQ(carrier.placed.size(), tries + 2);
    EXPECT_EQ(count(id, ContactStatus::in_progress), 2);
    EXPECT_EQ(contacts(id)[0].attempts, 1);
}

TEST_F(Placing, RestsOnceForCallsThatWereUnderWayTogether) {
    bool is_up = false;
    carrier.before_answer = [&](const auto&) { return clock.sleep_until(clock.tick() + 200ms); };
    carrier.answer = [&](const auto& placed) {
        return is_up ? ScriptedCarrier::accept(placed) : PlaceResult{Unknown{"reset"}};
    };
    start(50);
    running_campaign(30);
    pass(400ms);
    const auto lost = carrier.placed.size();
    EXPECT_GE(lost, 8U);
    EXPECT_LT(lost, 12U) << "the first answer was not heeded";
    is_up = true;
    pass(1500ms);
    EXPECT_EQ(carrier.placed.size(), 30U);
}

TEST_F(Placing, RestsAsLongAsTheCarrierAsks) {
    carrier.answer = [&](const auto& placed) {
        return carrier.placed.size() > 1
                   ? ScriptedCarrier::accept(placed)
                   : PlaceResult{NotSent{"too many requests", true, Milliseconds{20'000}}};
    };
    start();
    running_campaign(5);
    pass(19s);
    EXPECT_EQ(carrier.placed.size(), 1U);
    pass(30s);
    EXPECT_EQ(carrier.placed.size(), 6U);
}

TEST_F(Placing, SlowsDownWhenTheCarriersOwnQueueGrows) {
    carrier.answer = [&](const auto& placed) {
        auto accepted = std::get<Accepted>(ScriptedCarrier::accept(placed));
        if (carrier.placed.size() == 1) accepted.call.queue_time = Milliseconds{70'000};
        return PlaceResult{accepted};
    };
    start();
    running_campaign(5);
    pass(55s);
    EXPECT_EQ(carrier.placed.size(), 1U);
    pass(30s);
    EXPECT_EQ(carrier.placed.size(), 5U);
}

TEST_F(Placing, StopsTheCampaignWhenTheAccountIsRefusedAndKeepsItsContacts) {
    carrier.answer = [](const auto&) {
        return Refused{RefusalScope::account, 20003, 401, "wrong credentials"};
    };
    start(1);
    const auto id = running_campaign(10);
    pass(30s);
    EXPECT_EQ(carrier.placed.size(), 1U);
    EXPECT_EQ(campaign(id).status, CampaignStatus::paused);
    EXPECT_THAT(campaign(id).reason, testing::StartsWith("wrong credentials"));
    EXPECT_EQ(count(id, ContactStatus::pending), 10);
}

TEST_F(Placing, GoesOnAfterARefusalThatConcernsOneContact) {
    carrier.answer = [&](const auto& placed) {
        return carrier.placed.size() > 1
                   ? ScriptedCarrier::accept(placed)
                   : PlaceResult{Refused{RefusalScope::contact, 21211, 400, "not valid"}};
    };
    start();
    const auto id = running_campaign(4);
    pass(5s);
    EXPECT_EQ(carrier.placed.size(), 4U);
    EXPECT_EQ(count(id, ContactStatus::failed), 1);
    EXPECT_EQ(last_call(id).error_code, 21211);
}

}  // namespace carillon::test
