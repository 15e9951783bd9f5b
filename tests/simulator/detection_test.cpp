// SPDX-License-Identifier: MIT
// Answering machine detection as the fake plays it.
#include <algorithm>

#include "simulator/call_script.hpp"
#include "simulator/create_form.hpp"
#include "simulator/world.hpp"
#include "twilio/signature.hpp"

namespace carillon::simulator {
namespace {

using namespace std::chrono_literals;

class Detection : public World {
protected:
    [[nodiscard]] std::string verdict_url() const { return recorder_.base_url() + "/twilio-amd?call=t1"; }
    [[nodiscard]] twilio::Form listening_call(const std::string& to,
                                              const std::string& mode = "Enable") const {
        auto form = call_to(to);
        form.emplace_back("MachineDetection", mode);
        form.emplace_back("AsyncAmd", "true");
        form.emplace_back("AsyncAmdStatusCallback", verdict_url());
        return form;
    }
    [[nodiscard]] std::vector<ReceivedCallback> verdicts() const {
        std::vector<ReceivedCallback> found;
        for (const auto& callback : recorder_.received())
            if (callback.request.path == "/twilio-amd") found.push_back(callback);
        return found;
    }
};

TEST_F(Detection, TellsItsVerdictSignedBetweenPickUpAndEnd) {
    start();
    const auto sid = create(listening_call(voicemail)).at("sid").get<std::string>();
    wait_for_callbacks(5);

    ASSERT_EQ(verdicts().size(), 1U);
    const auto verdict = verdicts().at(0);
    EXPECT_EQ(verdict.value("CallSid"), sid);
    EXPECT_EQ(verdict.value("AccountSid"), account);
    EXPECT_EQ(verdict.value("AnsweredBy"), "machine_start");
    EXPECT_GT(std::stoi(verdict.value("MachineDetectionDuration")), 1'000);
    EXPECT_EQ(verdict.value("CallStatus"), "(missing)");
    EXPECT_EQ(verdict.value("SequenceNumber"), "(missing)");
    const twilio::Verifier verifier{{Secret{token}}};
    EXPECT_TRUE(verifier.accepts(verdict_url(),
                                 "POST",
                                 verdict.body,
                                 twilio::decode_form(verdict.body),
                                 verdict.request.header("X-Twilio-Signature")));
    EXPECT_EQ(recorder_.received().at(3).request.path, "/twilio-amd") << "before the end";
    EXPECT_EQ(recorder_.received().back().value("AnsweredBy"), "machine_start");
    EXPECT_EQ(recorder_.received().back().value("SequenceNumber"), "3");
}

TEST_F(Detection, StandsInTheResourceAndInTheLedger) {
    start();
    const auto sid = create(listening_call(answered, "DetectMessageEnd")).at("sid").get<std::string>();
    EXPECT_EQ(wait_until_over(sid).at("answered_by"), "human");
    wait_for_callbacks(5);
    drain();

    const auto report = ledger();
    EXPECT_EQ(report.calls.at(0).answered_by, "human");
    const auto taken = report.calls.at(0).acknowledged();
    EXPECT_EQ(std::count_if(taken.begin(),
                            taken.end(),
                            [](const auto& each) { return each.status == "amd:human" && each.seq == -1; }),
              1);
}

TEST_F(Detection, IsSilentAboutACallThatNobodyAnswers) {
    start();
    create(listening_call(busy));
    wait_for_callbacks(3);
    drain();
    EXPECT_TRUE(verdicts().empty());
    EXPECT_EQ(ledger().calls.at(0).answered_by, "");
}

TEST_F(Detection, LosesDoublesAndDelaysItsVerdictAsItDoesCallbacks) {
    auto config = quick_config();
    config.faults.callback_late_seconds = 0.3;
    start(config);
    create(listening_call("+14155550911"));  // all doubled
    wait_for_callbacks(10);
    EXPECT_EQ(verdicts().size(), 2U);
    create(listening_call("+14155550914"));  // all late
    wait_for_callbacks(15);
    EXPECT_EQ(verdicts().size(), 3U);
    create(listening_call("+14155550910"));  // all lost
    wait_until_over(ledger().calls.back().sid);
    drain();
    EXPECT_EQ(verdicts().size(), 3U);
    EXPECT_EQ(ledger().calls.back().answered_by, "human");
}

TEST_F(Detection, KnowsNothingOfACallThatWasHungUpBefore) {
    auto config = quick_config();
    config.profile.speed_up = 4;  // a verdict takes a third of a second at least
    config.profile.ring_seconds_min = config.profile.ring_seconds_max = 0;
    start(config);
    const auto sid = create(listening_call(voicemail)).at("sid").get<std::string>();
    wait_for_callbacks(3);
    EXPECT_EQ(post("/Calls/" + sid + ".json", {{"Status", "completed"}}).status, 200);
    wait_for_callbacks(4);
    drain();
    EXPECT_EQ(recorder_.received().back().value("AnsweredBy"), "(missing)");
    EXPECT_TRUE(verdicts().empty());
}

TEST(DetectionScript, SaysUnknownWhenTheTimeIsOver) {
    Profile profile;
    profile.answer = profile.busy = profile.no_answer = profile.failed = 0;
    profile.talk_seconds_min = profile.talk_seconds_max = 60;
    ScriptRequest request;
    request.number = "+14155550123";
    request.machine_detection = "DetectMessageEnd";
    request.detection_timeout = 3s;

    const auto script = write_script(request, profile, {}, 1);

    EXPECT_EQ(script.answered_by, "unknown");
    EXPECT_EQ(script.verdict_after, 3s);
}

TEST(DetectionScript, IsNeverLaterThanTheEnd) {
    Profile profile;
    profile.talk_seconds_min = profile.talk_seconds_max = 0.5;
    profile.busy = profile.no_answer = profile.failed = 0;
    ScriptRequest request;
    request.number = "+14155550123";
    request.machine_detection = "Enable";
    EXPECT_EQ(write_script(request, profile, {}, 1).verdict_after, 500ms);
}

struct Row {
    const char* name;
    const char* value;
    int code;  ///< 0: it is taken
};
/// Without it a test is named after its bytes, which differ from run to run.
void PrintTo(const Row& row, std::ostream* out) {
    *out << row.name << '=' << row.value;
}

class DetectionForm : public testing::TestWithParam<Row> {};

TEST_P(DetectionForm, IsCheckedAsTwilioChecksIt) {
    const Row& row = GetParam();
    const twilio::Form form{{"To", "+14155550123"},
                            {"From", from_number},
                            {"Url", "https://agent.example/twiml"},
                            {row.name, row.value}};
    const auto checked = check_create_form(form, {});
    const auto* refusal = std::get_if<Refusal>(&checked);
    EXPECT_EQ(refusal == nullptr ? 0 : refusal->code, row.code) << row.name << '=' << row.value;
}

INSTANTIATE_TEST_SUITE_P(Rows,
                         DetectionForm,
                         testing::Values(Row{"MachineDetectionTimeout", "2", 21263},
                                         Row{"MachineDetectionTimeout", "3", 0},
                                         Row{"MachineDetectionTimeout", "59", 0},
                                         Row{"MachineDetectionTimeout", "60", 21263},
                                         Row{"MachineDetectionTimeout", "soon", 21263},
                                         Row{"MachineDetectionSpeechThreshold", "999", 21263},
                                         Row{"MachineDetectionSpeechThreshold", "6000", 0},
                                         Row{"MachineDetectionSpeechEndThreshold", "499", 21263},
                                         Row{"MachineDetectionSpeechEndThreshold", "5000", 0},
                                         Row{"MachineDetectionSilenceTimeout", "10001", 21263},
                                         Row{"MachineDetectionSilenceTimeout", "2000", 0},
                                         Row{"AsyncAmdStatusCallback", "nowhere", 21263},
                                         Row{"AsyncAmdStatusCallbackMethod", "PUT", 21209}));

TEST_F(Detection, ThatNobodyIsToldOfIsWarnedAbout) {
    start();
    auto form = call_to(answered);
    form.emplace_back("MachineDetection", "Enable");
    form.emplace_back("AsyncAmd", "true");
    create(form);
    EXPECT_EQ(ledger().warnings.at(0).code, 21262);
}

TEST_F(Detection, IsLeftOutWhereDigitsAreToBeSent) {
    start();
    auto form = listening_call(voicemail);
    form.emplace_back("SendDigits", "1234");
    create(form);
    wait_for_callbacks(4);
    drain();
    EXPECT_TRUE(verdicts().empty());
}

}  // namespace
}  // namespace carillon::simulator
