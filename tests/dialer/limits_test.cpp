// SPDX-License-Identifier: MIT
// Limits hold to the call, however many claims come at once: the real rules and a real store.
#include <boost/asio/co_spawn.hpp>
#include <gtest/gtest.h>

#include "dialer/rules/settlement.hpp"
#include "store/sqlite.hpp"
#include "store/store.hpp"
#include "support/temp_directory.hpp"

namespace carillon::test {
namespace {

namespace asio = boost::asio;
const Instant noon = from_unix_ms(1'795'348'800'000);

class ExactLimits : public testing::Test {
protected:
    void open(const AccountLimits& limits) {
        settling_.emplace(dialer::rules::SettlementPolicy{{{Seconds{30}}, Seconds{60}}, {}, limits});
        store_.emplace(store::open_sqlite(directory_ / "carillon.db", *settling_), store::Threads::own);
    }

    CampaignId campaign_of(int first, int last, CampaignSettings settings) {
        CampaignId id = run(create(std::move(settings), first, last));
        return id;
    }

    asio::awaitable<CampaignId> create(CampaignSettings settings, int first, int last) {
        store::CreateCampaign wanted;
        wanted.name = "Limits";
        wanted.settings = std::move(settings);
        wanted.now = noon;
        const auto campaign = co_await store_->create_campaign(std::move(wanted));
        const auto import = co_await store_->begin_import(campaign->id, noon);
        store::AddContacts contacts;
        contacts.import_id = import->id;
        contacts.now = noon;
        for (int i = first; i <= last; ++i) contacts.contacts.push_back({number(i), "", "", "{}", 0, i, ""});
        (void)co_await store_->add_contacts(std::move(contacts));
        store::MoveCampaign start{campaign->id, CampaignMove::start, noon};
        (void)co_await store_->move_campaign(start);
        co_return campaign->id;
    }

    /// A hundred claims of one call each in two campaigns, and twenty calls by hand, all at once.
    std::int64_t claim_all_at_once(CampaignId one, CampaignId other) {
        std::int64_t claimed = 0;
        for (int i = 0; i < 100; ++i)
            asio::co_spawn(loop_, claim(i % 2 == 0 ? one : other, i, claimed), rethrow);
        for (int i = 0; i < 20; ++i) asio::co_spawn(loop_, dial(900 + i, claimed), rethrow);
        loop_.restart();
        loop_.run();
        return claimed;
    }

    static PhoneNumber number(int i) {
        return PhoneNumber::from_e164("+1555" + std::to_string(1'000'000 + i)).value();
    }
    static CampaignSettings settings() {
        CampaignSettings settings;
        settings.from_number = "+15551234567";
        settings.twiml_url = "https://agent.example/twiml";
        settings.max_concurrent_calls = 1'000;
        settings.time_limit_seconds = 600;
        return settings;
    }
    static AccountLimits no_limits() {
        AccountLimits limits;
        limits.max_concurrent_calls = 0;
        return limits;
    }

private:
    static void rethrow(std::exception_ptr failure) {
        if (failure) std::rethrow_exception(failure);
    }

    template <class T>
    T run(asio::awaitable<T> work) {
        std::optional<T> result;
        asio::co_spawn(loop_, std::move(work), [&](std::exception_ptr failure, T value) {
            rethrow(failure);
            result.emplace(std::move(value));
        });
        loop_.restart();
        loop_.run();
        return *std::move(result);
    }

    asio::awaitable<void> claim(CampaignId campaign, int i, std::int64_t& claimed) {
        store::ClaimDue wanted;
        wanted.turns = {{campaign, 1}};
        wanted.tokens = {CallToken{"claim " + std::to_string(i)}};
        wanted.now = noon;
        const auto claims = co_await store_->claim_due(std::move(wanted));
        claimed += std::ssize(claims.calls);
    }

    asio::awaitable<void> dial(int i, std::int64_t& claimed) {
        store::OpenCall wanted{number(i), settings(), CallToken{"dial " + std::to_string(i)}, {}, noon};
        const auto opened = co_await store_->open_call(std::move(wanted));
        claimed += opened ? 1 : 0;
    }

    TempDirectory directory_;
    asio::io_context loop_;
    std::optional<dialer::rules::Settling> settling_;
    std::optional<store::Store> store_;
};

TEST_F(ExactLimits, OfCallsOpenAtOnce) {
    AccountLimits limits = no_limits();
    limits.max_concurrent_calls = 37;
    open(limits);
    EXPECT_EQ(claim_all_at_once(campaign_of(1, 100, settings()), campaign_of(101, 200, settings())), 37);
}

TEST_F(ExactLimits, OfCallsOfACampaign) {
    open(no_limits());
    CampaignSettings small = settings();
    small.max_concurrent_calls = 13;
    EXPECT_EQ(claim_all_at_once(campaign_of(1, 100, small), campaign_of(101, 200, settings())), 13 + 50 + 20);
}

TEST_F(ExactLimits, OfCallsFromOneNumber) {
    AccountLimits limits = no_limits();
    limits.max_concurrent_calls_per_from_number = 11;
    open(limits);
    CampaignSettings pool = settings();
    pool.from_pool.numbers = {"+15551234567", "+15551234568", "+15551234569"};
    EXPECT_EQ(claim_all_at_once(campaign_of(1, 100, pool), campaign_of(101, 200, pool)), 33);
}

TEST_F(ExactLimits, OfCallsOfADay) {
    AccountLimits limits = no_limits();
    limits.max_calls_per_day = 41;
    open(limits);
    EXPECT_EQ(claim_all_at_once(campaign_of(1, 100, settings()), campaign_of(101, 200, settings())), 41);
}

TEST_F(ExactLimits, OfMinutesOfADay) {
    AccountLimits limits = no_limits();
    limits.max_minutes_per_day = 295;
    open(limits);
    EXPECT_EQ(claim_all_at_once(campaign_of(1, 100, settings()), campaign_of(101, 200, settings())), 29);
}

TEST_F(ExactLimits, OfMoneyOfADay) {
    AccountLimits limits = no_limits();
    limits.max_spend_per_day = 4'250'000;
    limits.prices = PriceTable::parse("1=0.01").value();  // a call may cost 0.10
    open(limits);
    EXPECT_EQ(claim_all_at_once(campaign_of(1, 100, settings()), campaign_of(101, 200, settings())), 42);
}

/// Each number stands in both campaigns, and each is called once: by either of them.
TEST_F(ExactLimits, OfCallsToOneNumber) {
    AccountLimits limits = no_limits();
    limits.max_calls_per_number_per_day = 1;
    open(limits);
    EXPECT_EQ(claim_all_at_once(campaign_of(1, 30, settings()), campaign_of(1, 30, settings())), 30 + 20);
}

}  // namespace
}  // namespace carillon::test
