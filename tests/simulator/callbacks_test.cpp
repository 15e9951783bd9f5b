// SPDX-License-Identifier: MIT
// What the webhook gets to see of a call.
#include "simulator/world.hpp"
#include "twilio/signature.hpp"

namespace carillon::simulator {
namespace {

using Words = std::vector<std::string>;

class Callbacks : public World {
protected:
    [[nodiscard]] bool is_signed(const ReceivedCallback& callback) const {
        const twilio::Verifier verifier{{Secret{token}}};
        return verifier.accepts(recorder_.base_url() + callback.request.target,
                                callback.request.method,
                                callback.body,
                                twilio::decode_form(callback.body),
                                callback.request.header("X-Twilio-Signature"));
    }
    [[nodiscard]] Words sequence_numbers() const {
        Words numbers;
        for (const auto& callback : recorder_.received()) numbers.push_back(callback.value("SequenceNumber"));
        return numbers;
    }
    void expect_statuses(const std::string& to, const Words& statuses) {
        start();
        create_call(to);
        wait_for_callbacks(statuses.size());
        EXPECT_EQ(recorder_.statuses(), statuses);
    }
};

TEST_F(Callbacks, TellAnAnsweredCall) {
    expect_statuses(answered, {"initiated", "ringing", "in-progress", "completed"});
    EXPECT_EQ(sequence_numbers(), (Words{"0", "1", "2", "3"}));
    EXPECT_EQ(recorder_.received().back().value("SipResponseCode"), "200");
}

TEST_F(Callbacks, TellABusyLine) {
    expect_statuses(busy, {"initiated", "ringing", "busy"});
    const auto& last = recorder_.received().back();
    EXPECT_EQ(last.value("SipResponseCode"), "486");
    EXPECT_EQ(last.value("CallDuration"), "0");
    EXPECT_EQ(last.value("Duration"), "0");
}

TEST_F(Callbacks, TellAPhoneThatNobodyAnswers) {
    expect_statuses(no_answer, {"initiated", "ringing", "no-answer"});
    EXPECT_EQ(recorder_.received().back().value("SipResponseCode"), "487");
}

TEST_F(Callbacks, TellANumberThatCannotBeReached) {
    expect_statuses(failed, {"initiated", "failed"});
    EXPECT_EQ(recorder_.received().back().value("SipResponseCode"), "404");
}

TEST_F(Callbacks, CarryTheDocumentedParameters) {
    start();
    const auto sid = create_call(answered).at("sid").get<std::string>();
    wait_for_callbacks(4);

    const auto& first = recorder_.received().front();
    EXPECT_EQ(first.value("CallSid"), sid);
    EXPECT_EQ(first.value("AccountSid"), account);
    EXPECT_EQ(first.value("From"), from_number);
    EXPECT_EQ(first.value("To"), answered);
    EXPECT_EQ(first.value("Caller"), from_number);
    EXPECT_EQ(first.value("Called"), answered);
    EXPECT_EQ(first.value("Direction"), "outbound-api");
    EXPECT_EQ(first.value("ApiVersion"), "2010-04-01");
    EXPECT_EQ(first.value("CallbackSource"), "call-progress-events");
    EXPECT_EQ(first.value("ToCity"), "");
    EXPECT_EQ(first.value("CallDuration"), "(missing)");
    EXPECT_TRUE(parse_rfc2822(first.value("Timestamp")));
    EXPECT_EQ(first.request.header("User-Agent"), "TwilioProxy/1.1");
    EXPECT_EQ(first.request.header("I-Twilio-Idempotency-Token").size(), 36U);
}

TEST_F(Callbacks, GiveSecondsAndBilledMinutesAtTheEnd) {
    auto config = quick_config();
    config.profile.talk_seconds_min = config.profile.talk_seconds_max = 61;
    start(config);
    create_call(answered);
    wait_for_callbacks(4);

    EXPECT_EQ(recorder_.received().back().value("CallDuration"), "61");
    EXPECT_EQ(recorder_.received().back().value("Duration"), "2");
}

TEST_F(Callbacks, AreSignedOverTheUrlAsGivenWithoutItsFragment) {
    start();
    auto form = call_to(answered);
    for (auto& [name, value] : form)
        if (name == "StatusCallback") value += "&name=J%C3%BCrgen+M#rc=5&rp=ct";
    create(form);
    wait_for_callbacks(4);

    for (const auto& callback : recorder_.received()) {
        EXPECT_EQ(callback.request.target, "/twilio-status?call=t1&name=J%C3%BCrgen+M");
        EXPECT_TRUE(is_signed(callback));
    }
}

TEST_F(Callbacks, PutAllParametersIntoTheQueryOfAGet) {
    start();
    auto form = call_to(busy);
    form.emplace_back("StatusCallbackMethod", "GET");
    create(form);
    wait_for_callbacks(3);

    const auto& first = recorder_.received().front();
    EXPECT_EQ(first.request.method, "GET");
    EXPECT_EQ(first.body, "");
    EXPECT_EQ(first.value("call"), "t1");
    EXPECT_EQ(first.value("CallStatus"), "initiated");
    EXPECT_TRUE(is_signed(first));
}

TEST_F(Callbacks, ComeOnlyForSubscribedEventsAndCountOnlyThose) {
    start();
    auto form = call_to(busy);
    std::erase_if(form, [](const auto& field) { return field.first == "StatusCallbackEvent"; });
    create(form);
    wait_for_callbacks(1);
    drain();

    EXPECT_EQ(recorder_.statuses(), Words{"busy"});
    EXPECT_EQ(sequence_numbers(), Words{"0"});
}

TEST_F(Callbacks, OfAJoinedSubscriptionAreOnlyTheLast) {
    start();
    auto form = call_to(answered);
    std::erase_if(form, [](const auto& field) { return field.first == "StatusCallbackEvent"; });
    form.emplace_back("StatusCallbackEvent", "initiated ringing answered completed");
    create(form);
    wait_for_callbacks(1);
    drain();

    EXPECT_EQ(recorder_.statuses(), Words{"completed"});
    EXPECT_EQ(ledger().warnings.at(0).code, 21626);
}

TEST_F(Callbacks, NameTheMachineOnlyWhenDetectionWasAskedFor) {
    start();
    create_call(voicemail);
    wait_for_callbacks(4);
    auto form = call_to(voicemail);
    form.emplace_back("MachineDetection", "Enable");
    create(form);
    wait_for_callbacks(8);

    EXPECT_EQ(recorder_.received().at(3).value("AnsweredBy"), "(missing)");
    EXPECT_EQ(recorder_.received().at(7).value("AnsweredBy"), "machine_start");
}

TEST_F(Callbacks, AreAccountedForInTheLedger) {
    start();
    const auto sid = create_call(answered).at("sid").get<std::string>();
    wait_for_callbacks(4);
    drain();

    const auto report = ledger();
    const auto& call = report.calls.at(0);
    EXPECT_TRUE(call.was_dialled);
    EXPECT_EQ(call.statuses, (Words{"initiated", "ringing", "in-progress", "completed"}));
    EXPECT_EQ(call.ending, "completed");
    EXPECT_EQ(std::to_string(call.duration_seconds), recorder_.received().back().value("CallDuration"));
    EXPECT_EQ(call.acknowledged().size(), 4U);
    EXPECT_EQ(report.endings(), (std::map<std::string, int>{{"completed", 1}}));
}

TEST_F(Callbacks, LeaveTheSameStoryInTheResource) {
    start();
    const auto created = create_call(answered);
    const auto call = wait_until_over(created.at("sid"));

    EXPECT_EQ(call.at("status"), "completed");
    EXPECT_EQ(call.at("duration"), std::to_string(ledger().calls.at(0).duration_seconds));
    EXPECT_FALSE(call.at("start_time").is_null());
}

}  // namespace
}  // namespace carillon::simulator
