// SPDX-License-Identifier: MIT
// While the store does not keep up: who is told to come back, and who is not.
#include "api/overload.hpp"

#include <future>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include "api/running_api.hpp"
#include "twilio/signature.hpp"

namespace carillon::test {
namespace {

using api::Access;
using api::find_overload;
using api::longest_backlog;
using testing::HasSubstr;

TEST(FindOverload, SendsAwayWhoWouldWaitBehindMoreThanOneCommit) {
    const store::Backlog full{longest_backlog, 0};
    for (const Access access : {Access::upload_key, Access::dial_key, Access::admin_key}) {
        EXPECT_TRUE(find_overload(access, full));
        EXPECT_FALSE(find_overload(access, {longest_backlog - 1, longest_backlog}));
    }
}

TEST(FindOverload, AsksReadersHowManyReadersWait) {
    EXPECT_TRUE(find_overload(Access::read_key, {0, longest_backlog}));
    EXPECT_FALSE(find_overload(Access::read_key, {longest_backlog, longest_backlog - 1}));
}

TEST(FindOverload, SendsNoCallbackAndNoProbeAway) {
    for (const Access access : {Access::carrier_signature, Access::probe, Access::open})
        EXPECT_FALSE(find_overload(access, {10 * longest_backlog, 10 * longest_backlog}));
}

class Overload : public testing::Test {
protected:
    RawAnswer create(const std::string& name) {
        return api_.post("/v1/campaigns", "application/json", Json{{"name", name}}.dump());
    }
    RawAnswer call_back(const std::string& target) {
        const twilio::Form form{{"CallSid", "CA00000000000000000000000000000001"}, {"CallStatus", "ringing"}};
        const std::string signature =
            twilio::sign("the auth token", "https://calls.example.com" + target, form);
        return api_.post(target,
                         "application/x-www-form-urlencoded",
                         twilio::encode_form(form),
                         "X-Twilio-Signature: " + signature + "\r\n");
    }
    /// Leaves them in the queue.
    void ask_for_campaigns(std::size_t wanted) {
        for (std::size_t i = 0; i < wanted; ++i) {
            store::CreateCampaign create;
            create.name = "waiting " + std::to_string(i);
            waiting_.push_back(boost::asio::co_spawn(
                api_.executor(), api_.store.create_campaign(std::move(create)), boost::asio::use_future));
        }
        api_.on_loop([] { return true; });  // by now they are queued
    }

    RunningApi api_;
    std::vector<std::future<Result<Campaign>>> waiting_;
};

TEST_F(Overload, OfTheDatabaseIsToldAtOnceAndCallbacksWaitTheirTurn) {
    api_.post("/dial", "application/json", R"({"to": "+15559876543"})");
    const auto request = api_.on_loop([this] { return api_.carrier.placed.at(0).request; });
    const std::string target = "/twilio-status?call=" + ScriptedCarrier::token_of(request).text();
    SQLite::Database other{api_.database(), SQLite::OPEN_READWRITE};
    other.exec("BEGIN IMMEDIATE");               // nobody else writes until it is over
    ask_for_campaigns(2 * longest_backlog + 1);  // the writer holds as many as it takes at once

    const RawAnswer turned_away = create("one too many");
    const RawAnswer read = api_.get("/v1/campaigns");
    auto callback = std::async(std::launch::async, [&] { return call_back(target); });
    other.exec("ROLLBACK");

    EXPECT_EQ(turned_away.status, 503);
    EXPECT_EQ(turned_away.header("Retry-After"), "1");
    EXPECT_THAT(turned_away.body, HasSubstr("try again soon"));
    EXPECT_EQ(read.status, 200);
    EXPECT_EQ(callback.get().status, 200);
    for (auto& each : waiting_) EXPECT_TRUE(each.get().has_value());
    EXPECT_EQ(create("when it is over").status, 201);
}

}  // namespace
}  // namespace carillon::test
