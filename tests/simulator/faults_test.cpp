// SPDX-License-Identifier: MIT
// Every fault, by the magic ending that makes it certain.
#include <algorithm>

#include "simulator/world.hpp"

namespace carillon::simulator {
namespace {

using Words = std::vector<std::string>;
using std::chrono_literals::operator""ms;

class FaultsOf : public World {
protected:
    static http::Answer answer_of(const http::Exchange& exchange) { return std::get<http::Answer>(exchange); }
    static bool is_broken(const http::Exchange& exchange) {
        return std::holds_alternative<http::Broken>(exchange);
    }
};

TEST_F(FaultsOf, DropTheAnswerOfACallThatIsMade) {
    start();
    EXPECT_TRUE(is_broken(create_exchange(call_to("+14155550900"))));
    wait_for_callbacks(4);

    EXPECT_EQ(ledger().calls.size(), 1U);
    EXPECT_EQ(ledger().fault_count("drop_response"), 1);
    EXPECT_EQ(recorder_.received().front().value("CallSid"), ledger().calls.at(0).sid);
}

TEST_F(FaultsOf, ResetBeforeAnythingIsAccepted) {
    start();
    EXPECT_TRUE(is_broken(create_exchange(call_to("+14155550901"))));

    EXPECT_TRUE(ledger().calls.empty());
    EXPECT_EQ(ledger().faults.at(0).kind, "reset_before_accept");
    EXPECT_EQ(ledger().faults.at(0).token, "t1");
}

TEST_F(FaultsOf, FailBeforeAccepting) {
    start();
    const auto answer = answer_of(create_exchange(call_to("+14155550500")));

    EXPECT_EQ(answer.status, 500);
    EXPECT_TRUE(ledger().calls.empty());
    EXPECT_EQ(ledger().fault_count("error_5xx_before"), 1);
}

TEST_F(FaultsOf, FailAfterAccepting) {
    start();
    const auto answer = answer_of(create_exchange(call_to("+14155550501")));

    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(ledger().calls.size(), 1U);
    EXPECT_EQ(ledger().fault_count("error_5xx_after"), 1);
}

TEST_F(FaultsOf, ThrottleOnceAndSayForHowLong) {
    auto config = quick_config();
    config.faults.retry_after_seconds = 1.5;
    start(config);
    const auto first = answer_of(create_exchange(call_to("+14155550429")));
    const auto second = answer_of(create_exchange(call_to("+14155550429")));

    EXPECT_EQ(first.status, 429);
    EXPECT_EQ(Json::parse(first.body).at("code"), 20429);
    EXPECT_EQ(first.header("Retry-After"), "2");
    EXPECT_EQ(second.status, 201);
    EXPECT_EQ(ledger().calls.size(), 1U);
}

TEST_F(FaultsOf, BreakTheBodyOff) {
    start();
    EXPECT_TRUE(is_broken(create_exchange(call_to("+14155550902"))));

    EXPECT_EQ(ledger().calls.size(), 1U);
    EXPECT_EQ(ledger().fault_count("truncate_body"), 1);
}

TEST_F(FaultsOf, AnswerLate) {
    auto config = quick_config();
    config.faults.slow_answer_seconds = 0.3;
    start(config);
    const auto asked = clock_.tick();
    const auto answer = answer_of(create_exchange(call_to("+14155550903")));

    EXPECT_GE(clock_.tick() - asked, 300ms);
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(Json::parse(answer.body).at("status"), "queued");
}

TEST_F(FaultsOf, LoseCallbacks) {
    start();
    const auto call = wait_until_over(create_call("+14155550910").at("sid"));
    drain();

    EXPECT_EQ(call.at("status"), "completed");
    EXPECT_TRUE(recorder_.received().empty());
    EXPECT_EQ(ledger().fault_count("callback_lost"), 4);
}

TEST_F(FaultsOf, DoubleCallbacks) {
    start();
    create_call("+14155550911");
    wait_for_callbacks(8);

    EXPECT_EQ(recorder_.statuses(),
              (Words{"initiated",
                     "initiated",
                     "ringing",
                     "ringing",
                     "in-progress",
                     "in-progress",
                     "completed",
                     "completed"}));
    EXPECT_EQ(recorder_.received().at(1).value("SequenceNumber"), "0");
}

TEST_F(FaultsOf, ReorderCallbacks) {
    start();
    create_call("+14155550912");
    wait_for_callbacks(4);

    EXPECT_EQ(recorder_.statuses(), (Words{"ringing", "initiated", "completed", "in-progress"}));
    EXPECT_EQ(recorder_.received().at(0).value("SequenceNumber"), "1");
}

TEST_F(FaultsOf, CallBackBeforeTheAnswer) {
    start();
    const auto call = create_call("+14155550913");

    ASSERT_FALSE(recorder_.received().empty());
    EXPECT_EQ(recorder_.received().front().value("CallSid"), call.at("sid"));
    EXPECT_EQ(ledger().fault_count("callback_early"), 1);
}

TEST_F(FaultsOf, CallBackWhenTheCallIsLongOver) {
    auto config = quick_config();
    config.faults.callback_late_seconds = 0.3;
    start(config);
    create_call("+14155550914");
    wait_for_callbacks(4);
    drain();

    Words order;
    for (const auto& line : ledger_lines())
        if (line.at("what") == "ended" || line.at("what") == "callback") order.push_back(line.at("what"));
    EXPECT_EQ(order, (Words{"ended", "callback", "callback", "callback", "callback"}));
    EXPECT_EQ(ledger().fault_count("callback_late"), 4);
}

TEST_F(FaultsOf, HideANewCallFromLists) {
    auto config = quick_config();
    config.faults.list_lag_seconds = 3'600;
    start(config);
    const auto hidden = create_call("+14155550920").at("sid").get<std::string>();
    const auto shown = create_call(busy).at("sid").get<std::string>();

    const auto list = Json::parse(get("/Calls.json").body).at("calls");

    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list.at(0).at("sid"), shown);
    EXPECT_EQ(get("/Calls/" + hidden + ".json").status, 200);
    EXPECT_EQ(ledger().fault_count("list_lag"), 1);
}

TEST_F(FaultsOf, AreOffWhenMagicIsOff) {
    auto config = quick_config();
    config.magic_endings = false;
    config.profile = Profile{};
    config.profile.speed_up = 2'000;
    config.profile.busy = config.profile.no_answer = config.profile.failed = config.profile.voicemail = 0;
    start(config);

    create_call("+14155550900");
    const auto call = wait_until_over(create_call(busy).at("sid"));
    EXPECT_EQ(call.at("status"), "completed");
    EXPECT_TRUE(ledger().faults.empty());
}

TEST_F(FaultsOf, FallInTheirSharesAndTheLedgerKnowsEachOne) {
    auto config = quick_config();
    config.faults.drop_response = 0.2;
    config.faults.reset_before_accept = 0.1;
    config.faults.throttle_429 = 0.1;
    start(config);

    int answered_count = 0, broken = 0, throttled = 0;
    for (int i = 0; i < 200; ++i) {
        const auto exchange = create_exchange(call_to("+1415556" + std::to_string(1'000 + i)));
        if (is_broken(exchange)) {
            ++broken;
        } else {
            ++(answer_of(exchange).status == 201 ? answered_count : throttled);
        }
    }

    const auto report = ledger();
    const auto dropped = report.fault_count("drop_response");
    EXPECT_GT(dropped, 10);
    EXPECT_GT(throttled, 5);
    EXPECT_EQ(broken, dropped + report.fault_count("reset_before_accept"));
    EXPECT_EQ(throttled, report.fault_count("throttle_429"));
    EXPECT_EQ(static_cast<int>(report.calls.size()), answered_count + dropped);
}

}  // namespace
}  // namespace carillon::simulator
