// SPDX-License-Identifier: MIT
// `POST Calls/{sid}.json`: cancel what has not been answered, end what has.
#include "simulator/world.hpp"

namespace carillon::simulator {
namespace {

using Words = std::vector<std::string>;

class Update : public World {
protected:
    /// Calls do not get further by themselves while a test looks at them.
    static FakeTwilioConfig slow_config(double ring_seconds) {
        auto config = quick_config();
        config.profile.ring_seconds_min = config.profile.ring_seconds_max = ring_seconds;
        config.profile.talk_seconds_min = config.profile.talk_seconds_max = 590;
        config.profile.speed_up = 5;
        return config;
    }
    http::Answer set_status(const Json& call, const std::string& status) {
        return post("/Calls/" + call.at("sid").get<std::string>() + ".json", {{"Status", status}});
    }
    static std::string status_in(const http::Answer& answer) { return Json::parse(answer.body).at("status"); }
};

TEST_F(Update, CancelsAQueuedCallThatIsThenNeverDialled) {
    auto config = slow_config(29);
    config.concurrent_calls = 1;
    start(config);
    const auto ringing = create_call(answered);
    wait_for_callbacks(2);
    const auto queued = create_call(answered);
    const auto next = create_call(busy);

    const auto answer = set_status(queued, "canceled");
    set_status(ringing, "canceled");
    wait_until_over(next.at("sid"));

    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(status_in(answer), "canceled");
    const auto report = ledger();
    EXPECT_FALSE(report.calls.at(1).was_dialled);
    EXPECT_EQ(report.calls.at(1).ending, "canceled");
    EXPECT_TRUE(report.calls.at(2).was_dialled);
}

TEST_F(Update, CancelsARingingCallAndSaysSoInItsLastCallback) {
    start(slow_config(29));
    const auto call = create_call(answered);
    wait_for_callbacks(2);

    EXPECT_EQ(status_in(set_status(call, "canceled")), "canceled");
    wait_for_callbacks(3);
    drain();

    EXPECT_EQ(recorder_.statuses(), (Words{"initiated", "ringing", "canceled"}));
}

TEST_F(Update, LeavesALiveCallAloneWhenItIsToBeCanceled) {
    start(slow_config(0));
    const auto call = create_call(answered);
    wait_for_callbacks(3);

    const auto answer = set_status(call, "canceled");

    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(status_in(answer), "in-progress");
}

TEST_F(Update, EndsALiveCallWithTheTimeItHasLasted) {
    start(slow_config(0));
    const auto call = create_call(answered);
    wait_for_callbacks(3);

    EXPECT_EQ(status_in(set_status(call, "completed")), "completed");
    wait_for_callbacks(4);

    const auto duration = std::stoi(recorder_.received().back().value("CallDuration"));
    EXPECT_GE(duration, 0);
    EXPECT_LT(duration, 590);
    EXPECT_EQ(ledger().calls.at(0).duration_seconds, duration);
}

TEST_F(Update, ComesTooLateForAnEndedCall) {
    start();
    const auto call = create_call(busy);
    wait_until_over(call.at("sid"));

    for (const auto* status : {"canceled", "completed"}) {
        const auto answer = set_status(call, status);
        EXPECT_EQ(answer.status, 400);
        EXPECT_EQ(Json::parse(answer.body).at("code"), 21220);
    }
}

TEST_F(Update, KnowsTwoStatusesOnly) {
    start();
    EXPECT_EQ(set_status(create_call(busy), "cancelled").status, 400);
}

TEST_F(Update, StandsInTheLedgerWithWhatItDid) {
    start(slow_config(0));
    const auto call = create_call(answered);
    wait_for_callbacks(3);
    set_status(call, "canceled");
    set_status(call, "completed");

    std::vector<bool> changed;
    for (const auto& line : ledger_lines())
        if (line.at("what") == "update") changed.push_back(line.at("changed"));
    EXPECT_EQ(changed, (std::vector{false, true}));
}

}  // namespace
}  // namespace carillon::simulator
