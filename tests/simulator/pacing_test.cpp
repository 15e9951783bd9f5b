// SPDX-License-Identifier: MIT
// Calls are taken at any rate and dialled at the account's.
#include <algorithm>
#include <set>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "simulator/world.hpp"

namespace carillon::simulator {
namespace {

using std::chrono_literals::operator""ms;

class Pacing : public World {
protected:
    /// From several clients at once, each with one request after the other.
    boost::asio::awaitable<void> create_many(int clients, int calls_each) {
        boost::asio::steady_timer all_done{loop_, boost::asio::steady_timer::time_point::max()};
        int missing = clients;
        for (int client = 0; client < clients; ++client)
            boost::asio::co_spawn(
                loop_, create_in_turn(client, calls_each), [&](const std::exception_ptr& failure) {
                    if (failure) std::rethrow_exception(failure);
                    if (--missing == 0) all_done.cancel();
                });
        co_await all_done.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    }

private:
    boost::asio::awaitable<void> create_in_turn(int client, int calls) {
        for (int i = 0; i < calls; ++i) {
            auto request = form_post(call_to("+141555" + std::to_string(60'000 + client * calls + i)));
            const auto exchange = co_await client_.send(url_of("/Calls.json"), std::move(request));
            EXPECT_EQ(std::get<http::Answer>(exchange).status, 201);
        }
    }
};

std::vector<std::string> values_of(const std::vector<Json>& lines,
                                   const std::string& what,
                                   const char* name) {
    std::vector<std::string> values;
    for (const auto& line : lines)
        if (line.at("what") == what) values.push_back(line.at(name));
    return values;
}

TEST_F(Pacing, QueuesAboveTheRateAndSaysForHowLong) {
    auto config = quick_config();
    config.calls_per_second = 0.01;
    start(config);
    create_call(busy);
    wait_for_callbacks(1);

    const auto second = create_call(busy);
    const auto third = create_call(busy);

    EXPECT_EQ(second.at("status"), "queued");
    EXPECT_GT(std::stoi(second.at("queue_time").get<std::string>()), 50'000);
    EXPECT_LE(std::stoi(second.at("queue_time").get<std::string>()), 100'000);
    EXPECT_GT(std::stoi(third.at("queue_time").get<std::string>()), 150'000);
    EXPECT_LE(std::stoi(third.at("queue_time").get<std::string>()), 200'000);
    EXPECT_EQ(values_of(ledger_lines(), "dialled", "sid").size(), 1U);
}

TEST_F(Pacing, DialsAtTheRateInTheOrderOfTheRequests) {
    auto config = quick_config();
    config.calls_per_second = 100;
    start(config);
    const auto begun = clock_.tick();
    for (int i = 0; i < 30; ++i) create_call("+1415556" + std::to_string(1'000 + i));
    wait_until_over(create_call(busy).at("sid"));

    // The thirty-first turn comes 300 ms after the first; late turns may be caught up by 50 ms.
    EXPECT_GE(clock_.tick() - begun, 250ms);
    std::vector<std::string> accepted;
    for (const auto& call : ledger().calls) accepted.push_back(call.sid);
    EXPECT_EQ(values_of(ledger_lines(), "dialled", "sid"), accepted);
}

TEST_F(Pacing, KeepsTheRestQueuedWhileAllLinesAreInUse) {
    auto config = quick_config();
    config.concurrent_calls = 1;
    start(config);
    for (int i = 0; i < 3; ++i) create_call(answered);
    wait_for_callbacks(12);

    int under_way = 0;
    int most = 0;
    for (const auto& line : ledger_lines()) {
        if (line.at("what") == "dialled") ++under_way;
        if (line.at("what") == "ended") --under_way;
        most = std::max(most, under_way);
    }
    EXPECT_EQ(most, 1);
    EXPECT_EQ(ledger().endings(), (std::map<std::string, int>{{"completed", 3}}));
}

TEST_F(Pacing, RefusesWhenTheQueueIsFull) {
    auto config = quick_config();
    config.calls_per_second = 1;
    config.queue_hours = 2.0 / 3'600;
    config.concurrent_calls = 1;
    config.profile.speed_up = 0.001;
    start(config);
    create_call(answered);
    wait_for_callbacks(1);
    create_call(answered);
    create_call(answered);

    const auto answer = post("/Calls.json", call_to(answered));

    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(Json::parse(answer.body).at("code"), 22005);
    EXPECT_EQ(ledger().calls.size(), 3U);
}

TEST_F(Pacing, KeepsUpWithAThousandCallsASecondAndLosesNone) {
    auto config = quick_config();
    config.calls_per_second = 1'000;
    config.magic_endings = false;
    config.profile.busy = config.profile.no_answer = config.profile.failed = 0;
    start(config);
    run(create_many(20, 25));
    wait_for_callbacks(2'000);
    drain();

    std::set<std::string> dialled;
    for (const auto& call : ledger().calls) {
        EXPECT_EQ(call.ending, "completed");
        EXPECT_EQ(call.acknowledged().size(), 4U);
        dialled.insert(call.to);
    }
    EXPECT_EQ(dialled.size(), 500U);
}

}  // namespace
}  // namespace carillon::simulator
