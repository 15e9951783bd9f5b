// SPDX-License-Identifier: MIT
// A dialer on a real store, with time and the carrier in the test's hands. Single-threaded and deterministic.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "dialer/dialer.hpp"
#include "dialer/rules/settlement.hpp"
#include "store/sqlite.hpp"
#include "support/fake_clock.hpp"
#include "support/scripted_carrier.hpp"
#include "support/scripted_web.hpp"
#include "support/temp_directory.hpp"

namespace carillon::test {

using namespace std::chrono_literals;

class DialerTest : public testing::Test {
protected:
    DialerTest();
    ~DialerTest() override;

    void start(double calls_per_second = 1000, std::int64_t max_concurrent_calls = 1000);
    void stop();
    /// Lets this much time pass; all that can happen meanwhile happens.
    void pass(std::chrono::nanoseconds time) { clock.run(loop, time); }

    /// Runs one coroutine to its end; lets a second pass if it waits for its turn.
    template <class T>
    T await(boost::asio::awaitable<T> work) {
        auto result = std::make_shared<std::optional<T>>();
        boost::asio::co_spawn(loop, std::move(work), [result](const std::exception_ptr& error, T value) {
            if (error) std::rethrow_exception(error);
            result->emplace(std::move(value));
        });
        loop.restart();
        loop.poll();
        if (!*result) pass(1s);
        if (!*result) throw std::logic_error("the coroutine waits for something that does not come");
        return std::move(**result);
    }

    CampaignId running_campaign(int contacts, CampaignSettings settings = campaign_settings());
    /// Where the contacts of the campaigns made from here on are; empty: where their numbers say.
    std::string time_zone;
    [[nodiscard]] static CampaignSettings campaign_settings();
    /// Tells the dialer what the carrier says of its n-th call.
    store::Settled call_back(std::size_t call, std::string word);
    void call_back_all(const std::string& word);

    Campaign campaign(CampaignId id) { return *await(store->find_campaign(id)); }
    std::vector<Contact> contacts(CampaignId id);
    Call call_of(std::size_t call);
    std::int64_t count(CampaignId id, ContactStatus status) { return campaign(id).counts.of(status); }

    CampaignSettings adhoc_settings = campaign_settings();
    AccountLimits limits;  ///< of the account, from the next start on
    boost::asio::io_context loop;
    FakeClock clock;
    ScriptedCarrier carrier{clock};
    ScriptedWeb web{clock};
    TempDirectory directory;
    dialer::rules::Settling settling;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<dialer::Dialer> dialer;

private:
    static dialer::rules::SettlementPolicy policy();
    int next_number_ = 0;
    int next_token_ = 0;
};

}  // namespace carillon::test
