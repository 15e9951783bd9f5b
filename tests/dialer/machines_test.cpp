// SPDX-License-Identifier: MIT
// Answering machines: hung up where the campaign says so, called again where it says so.
#include "dialer/dialer_fixture.hpp"
#include "settings.hpp"

namespace carillon::test {
namespace {

class Machines : public DialerTest {
protected:
    static CampaignSettings listening(OnMachine on_machine = OnMachine::carry_on) {
        CampaignSettings settings = campaign_settings();
        settings.max_attempts = 3;
        settings.machine_detection.emplace();
        settings.machine_detection->on_machine = on_machine;
        settings.retries.voicemail.emplace();
        settings.retries.voicemail->times = 1;
        settings.retries.voicemail->delays_seconds = {600};
        return settings;
    }
    store::Settled tell_verdict(std::size_t call, const std::string& answered_by) {
        NewCallback verdict;
        verdict.token = ScriptedCarrier::token_of(carrier.placed.at(call).request);
        verdict.call_sid = carrier.placed.at(call).sid;
        verdict.twilio_status = verdict_word(answered_by);
        verdict.answered_by = answered_by;
        verdict.received_at = clock.now();
        return await(dialer->settle(std::move(verdict)));
    }
    void will_say(std::size_t call, const std::string& status) {
        carrier.status_by_sid[carrier.placed.at(call).sid.text()] = status;
    }
};

TEST_F(Machines, AreListenedForWhereTheCampaignSaysSo) {
    start();
    running_campaign(1, listening());
    running_campaign(1);
    pass(1s);
    const CallRequest& listening_one = carrier.placed.at(0).request;
    EXPECT_TRUE(listening_one.machine_detection);
    EXPECT_EQ(listening_one.verdict_callback_url,
              "https://dialer.example/twilio-amd?call=" + ScriptedCarrier::token_of(listening_one).text() +
                  "#rc=5&rp=ct,rt,5xx");
    EXPECT_FALSE(carrier.placed.at(1).request.machine_detection);
}

TEST_F(Machines, AreHungUpAsSoonAsTheyAreRecognised) {
    start();
    running_campaign(3, listening(OnMachine::hang_up));
    pass(1s);
    for (std::size_t call = 0; call < 3; ++call) will_say(call, "completed");
    call_back(0, "in-progress");
    tell_verdict(0, "machine_start");
    tell_verdict(1, "fax");  // faster than the pick-up's own callback
    call_back(2, "in-progress");
    tell_verdict(2, "unknown");
    pass(1s);
    EXPECT_EQ(carrier.hung_up, (std::vector<CallSid>{carrier.placed[0].sid, carrier.placed[1].sid}));
    EXPECT_EQ(ending_of(call_of(0)), Outcome::voicemail);
    EXPECT_EQ(ending_of(call_of(1)), Outcome::voicemail);
    EXPECT_EQ(call_of(2).state, CallState::in_progress);
}

TEST_F(Machines, AreSpokenToWhereNothingElseIsSaid) {
    start();
    running_campaign(1, listening());
    pass(1s);
    call_back(0, "in-progress");
    tell_verdict(0, "machine_start");
    pass(1s);
    EXPECT_TRUE(carrier.hung_up.empty());
}

TEST_F(Machines, ThatCannotBeHungUpAreTriedAgainWithTheNextWordOfTheCarrier) {
    start();
    running_campaign(1, listening(OnMachine::hang_up));
    pass(1s);
    call_back(0, "ringing");
    carrier.is_silent = true;
    tell_verdict(0, "machine_start");
    pass(1s);
    EXPECT_EQ(carrier.hung_up.size(), 1U);
    EXPECT_EQ(call_of(0).state, CallState::ringing);

    carrier.is_silent = false;
    will_say(0, "in-progress");  // goes on at the carrier
    call_back(0, "in-progress");
    pass(1s);
    EXPECT_EQ(carrier.hung_up.size(), 2U) << "once for each word, not in a loop";
    will_say(0, "completed");
    tell_verdict(0, "machine_start");  // doubled by the carrier
    pass(1s);
    EXPECT_EQ(carrier.hung_up.size(), 3U);
    EXPECT_EQ(ending_of(call_of(0)), Outcome::voicemail);
}

TEST_F(Machines, AreCalledAgainAsOftenAsTheirRuleSays) {
    start();
    const auto id = running_campaign(1, listening());
    pass(1s);
    tell_verdict(0, "machine_start");
    call_back(0, "completed");
    EXPECT_EQ(count(id, ContactStatus::pending), 1);
    pass(590s);
    EXPECT_EQ(carrier.placed.size(), 1U);
    pass(20s);
    ASSERT_EQ(carrier.placed.size(), 2U);
    tell_verdict(1, "machine_end_beep");
    call_back(1, "completed");
    EXPECT_EQ(count(id, ContactStatus::completed), 1);
    EXPECT_EQ(campaign(id).status, CampaignStatus::completed);
}

TEST_F(Machines, ThatAreRecognisedAfterTheEndOpenTheirCampaignAgain) {
    start();
    const auto id = running_campaign(1, listening());
    pass(1s);
    call_back(0, "completed");
    ASSERT_EQ(campaign(id).status, CampaignStatus::completed);
    pass(100s);
    tell_verdict(0, "machine_start");
    EXPECT_EQ(campaign(id).status, CampaignStatus::running);
    EXPECT_EQ(contacts(id).at(0).next_attempt_at, *call_of(0).ended_at + Seconds{600});
    pass(510s);
    EXPECT_EQ(carrier.placed.size(), 2U);

    tell_verdict(0, "machine_start");  // again, and not for its last call
    EXPECT_EQ(count(id, ContactStatus::in_progress), 1);
}

TEST_F(Machines, AreDoneWithWhereNoRuleSaysOtherwise) {
    start();
    CampaignSettings settings = listening();
    settings.retries.voicemail.reset();
    const auto id = running_campaign(1, settings);
    pass(1s);
    call_back(0, "completed");
    tell_verdict(0, "machine_start");
    EXPECT_EQ(count(id, ContactStatus::completed), 1);
    EXPECT_EQ(call_of(0).status, CallStatus::completed);
}

}  // namespace
}  // namespace carillon::test
