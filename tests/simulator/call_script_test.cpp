// SPDX-License-Identifier: MIT
#include "simulator/call_script.hpp"

#include <map>

#include <gtest/gtest.h>

namespace carillon::simulator {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

/// Ten seconds of ringing, a minute of talk.
Profile certain(double Profile::*share) {
    Profile profile;
    profile.answer = profile.busy = profile.no_answer = profile.failed = profile.voicemail = 0;
    profile.*share = 1;
    profile.ring_seconds_min = profile.ring_seconds_max = 10;
    profile.talk_seconds_min = profile.talk_seconds_max = 60;
    return profile;
}

ScriptRequest request_for(const std::string& number) {
    ScriptRequest request;
    request.number = number;
    request.timeout = 30s;
    return request;
}

struct Row {
    double Profile::*share;
    std::vector<std::pair<Milliseconds, Progress>> events;
    int sip_response_code;
    Seconds duration;
};

TEST(CallScript, TellsEveryKindOfCallInItsOwnSteps) {
    const auto ringing = std::pair{Milliseconds{800ms}, Progress::ringing};
    const auto initiated = std::pair{Milliseconds{0ms}, Progress::initiated};
    const std::vector<Row> table{
        {&Profile::answer,
         {initiated, ringing, {10'800ms, Progress::in_progress}, {70'800ms, Progress::completed}},
         200,
         60s},
        {&Profile::voicemail,
         {initiated, ringing, {10'800ms, Progress::in_progress}, {70'800ms, Progress::completed}},
         200,
         60s},
        {&Profile::busy, {initiated, ringing, {1'500ms, Progress::busy}}, 486, 0s},
        {&Profile::no_answer, {initiated, ringing, {30'800ms, Progress::no_answer}}, 487, 0s},
        {&Profile::failed, {initiated, {1'500ms, Progress::failed}}, 404, 0s},
    };
    for (const auto& row : table) {
        const auto script = write_script(request_for("+14155550123"), certain(row.share), {}, 1);

        std::vector<std::pair<Milliseconds, Progress>> events;
        for (const auto& event : script.events) events.emplace_back(event.after_dial, event.progress);
        EXPECT_EQ(events, row.events);
        EXPECT_EQ(script.sip_response_code, row.sip_response_code);
        EXPECT_EQ(script.duration, row.duration);
    }
}

TEST(CallScript, LetsItRingNoLongerThanTheTimeout) {
    auto request = request_for("+14155550123");
    request.timeout = 10s;

    const auto script = write_script(request, certain(&Profile::answer), {}, 1);

    EXPECT_EQ(script.ending(), Progress::no_answer);
    EXPECT_EQ(script.events.back().after_dial, 10'800ms);
}

TEST(CallScript, LetsThemTalkNoLongerThanTheTimeLimit) {
    auto request = request_for("+14155550123");
    request.time_limit = 7s;

    const auto script = write_script(request, certain(&Profile::answer), {}, 1);

    EXPECT_EQ(script.duration, 7s);
    EXPECT_EQ(script.events.back().after_dial, 17'800ms);
}

TEST(CallScript, TellsWhoAnsweredOnlyWhenDetectionWasAskedFor) {
    auto request = request_for("+14155550123");
    EXPECT_EQ(write_script(request, certain(&Profile::voicemail), {}, 1).answered_by, "");

    request.machine_detection = "Enable";
    EXPECT_EQ(write_script(request, certain(&Profile::voicemail), {}, 1).answered_by, "machine_start");
    EXPECT_EQ(write_script(request, certain(&Profile::answer), {}, 1).answered_by, "human");
    EXPECT_EQ(write_script(request, certain(&Profile::busy), {}, 1).answered_by, "");

    request.machine_detection = "DetectMessageEnd";
    EXPECT_EQ(write_script(request, certain(&Profile::voicemail), {}, 1).answered_by, "machine_end_beep");
}

TEST(CallScript, SharesEndingsAsTheProfileSays) {
    Profile profile;
    profile.answer = 2;
    profile.busy = 1;
    profile.no_answer = 1;
    profile.failed = profile.voicemail = 0;

    std::map<Progress, int> endings;
    for (int i = 0; i < 4'000; ++i)
        ++endings[write_script(request_for("+1415" + std::to_string(5'550'000 + i)), profile, {}, 1)
                      .ending()];

    EXPECT_NEAR(endings[Progress::completed], 2'000, 150);
    EXPECT_NEAR(endings[Progress::busy], 1'000, 120);
    EXPECT_NEAR(endings[Progress::no_answer], 1'000, 120);
}

TEST(CallScript, IsTheSameWhenReplayed) {
    const auto one = write_script(request_for("+14155550123"), {}, {}, 42);
    const auto other = write_script(request_for("+14155550123"), {}, {}, 42);

    ASSERT_EQ(one.events.size(), other.events.size());
    EXPECT_EQ(one.events.back().after_dial, other.events.back().after_dial);
    EXPECT_EQ(one.ending(), other.ending());
}

TEST(CallScript, KeepsItsCallWhenOneFaultIsTurnedOn) {
    Faults faults;
    faults.callback_late = 0.5;
    faults.slow_answer = 0.5;

    for (int i = 0; i < 200; ++i) {
        const auto request = request_for("+1415" + std::to_string(5'550'000 + i));
        const auto calm = write_script(request, {}, {}, 1);
        const auto rough = write_script(request, {}, faults, 1);
        EXPECT_EQ(calm.ending(), rough.ending());
        EXPECT_EQ(calm.events.back().after_dial, rough.events.back().after_dial);
    }
}

TEST(CallScript, SpoilsTheRequestAsTheFaultsSay) {
    const std::vector<std::pair<double Faults::*, Admission>> admissions{
        {&Faults::reset_before_accept, Admission::hang_up},
        {&Faults::throttle_429, Admission::throttle},
        {&Faults::error_5xx_before, Admission::error},
    };
    for (const auto& [fault, admission] : admissions) {
        Faults faults;
        faults.*fault = 1;
        EXPECT_EQ(write_script(request_for("+14155550123"), {}, faults, 1).admission, admission);
    }
    const std::vector<std::pair<double Faults::*, Reply>> replies{
        {&Faults::drop_response, Reply::hang_up},
        {&Faults::error_5xx_after, Reply::error},
        {&Faults::truncate_body, Reply::truncated},
        {&Faults::slow_answer, Reply::slow},
        {&Faults::callback_early, Reply::held},
    };
    for (const auto& [fault, reply] : replies) {
        Faults faults;
        faults.*fault = 1;
        const auto script = write_script(request_for("+14155550123"), {}, faults, 1);
        EXPECT_EQ(script.admission, Admission::accept);
        EXPECT_EQ(script.reply, reply);
    }
}

TEST(CallScript, SwapsPairsAndNeverDelaysAWholeCall) {
    Faults faults;
    faults.callback_reordered = 1;

    const auto script = write_script(request_for("+14155550123"), certain(&Profile::answer), faults, 1);

    std::vector<CallbackFate> fates;
    for (const auto& event : script.events) fates.push_back(event.fate);
    EXPECT_EQ(fates,
              (std::vector{
                  CallbackFate::overtaken, CallbackFate::sent, CallbackFate::overtaken, CallbackFate::sent}));
}

}  // namespace
}  // namespace carillon::simulator
