// SPDX-License-Identifier: MIT
#include "dialer/dialer_fixture.hpp"

#include <cstdio>

#include <boost/asio/detached.hpp>

namespace carillon::test {

namespace asio = boost::asio;

dialer::rules::SettlementPolicy DialerTest::policy() {
    return {{{Seconds{30}, Seconds{120}, Seconds{90'000}}, Seconds{60}}, campaign_settings(), {}};
}

CampaignSettings DialerTest::campaign_settings() {
    CampaignSettings settings;
    settings.from_number = "+15551234567";
    settings.twiml_url = "https://agent.example/twiml";
    settings.calls_per_second = 1000;
    settings.max_concurrent_calls = 1000;
    return settings;
}

DialerTest::DialerTest()
    : settling(policy()),
      store(std::make_unique<store::Store>(store::open_sqlite(directory / "test.db", settling),
                                           store::Threads::none)) {}

DialerTest::~DialerTest() {
    stop();
}

void DialerTest::stop() {
    if (!dialer) return;
    asio::co_spawn(loop, dialer->drain(Milliseconds{0}), asio::detached);
    pass(15s);  // longer than any hook may take
    dialer.reset();
}

void DialerTest::start(double calls_per_second, std::int64_t max_concurrent_calls) {
    dialer::DialerConfig config;
    config.calls_per_second = calls_per_second;
    config.limits = limits;
    config.limits.max_concurrent_calls = max_concurrent_calls;
    auto limited = policy();
    limited.limits = config.limits;
    settling = dialer::rules::Settling{std::move(limited)};
    config.status_callback_url = "https://dialer.example/twilio-status";
    config.adhoc_settings = adhoc_settings;
    auto new_token = [this] {
        char text[33];
        std::snprintf(text, sizeof text, "%032x", ++next_token_);
        return CallToken{text};
    };
    dialer =
        std::make_unique<dialer::Dialer>(loop.get_executor(), *store, carrier, web, clock, config, new_token);
    const auto rethrow = [](const std::exception_ptr& error) {
        if (error) std::rethrow_exception(error);
    };
    asio::co_spawn(loop, dialer->recover(), rethrow);
    pass(0s);
    asio::co_spawn(loop, dialer->run(), rethrow);
    asio::co_spawn(loop, dialer->run_checks(), rethrow);
    pass(0s);
}

CampaignId DialerTest::running_campaign(int contacts, CampaignSettings settings) {
    store::CreateCampaign wanted;
    wanted.name = "test";
    wanted.settings = std::move(settings);
    wanted.now = clock.now();
    const CampaignId id = await(store->create_campaign(wanted))->id;

    const auto import = await(store->begin_import(id, clock.now()));
    store::AddContacts batch;
    batch.import_id = import->id;
    batch.now = clock.now();
    for (int i = 0; i < contacts; ++i) {
        char number[24];
        std::snprintf(number, sizeof number, "+1555%07d", ++next_number_);
        NewContact contact{*PhoneNumber::from_e164(number), "", time_zone, "{}", 0, i + 2, ""};
        batch.contacts.push_back(std::move(contact));
    }
    EXPECT_EQ(await(store->add_contacts(batch))->accepted, contacts);
    EXPECT_TRUE(await(store->move_campaign({id, CampaignMove::start, clock.now()})));
    if (dialer) dialer->wake();
    return id;
}

store::Settled DialerTest::call_back(std::size_t call, std::string word) {
    NewCallback callback;
    callback.token = ScriptedCarrier::token_of(carrier.placed.at(call).request);
    callback.call_sid = carrier.placed.at(call).sid;
    callback.twilio_status = std::move(word);
    callback.received_at = clock.now();
    return await(dialer->settle(std::move(callback)));
}

void DialerTest::call_back_all(const std::string& word) {
    for (std::size_t i = 0; i < carrier.placed.size(); ++i) call_back(i, word);
}

std::vector<Contact> DialerTest::contacts(CampaignId id) {
    store::ListContacts wanted;
    wanted.campaign_id = id;
    wanted.limit = 1000;
    return await(store->list_contacts(wanted)).items;
}

Call DialerTest::call_of(std::size_t call) {
    return *await(store->find_call_by_sid(carrier.placed.at(call).sid));
}

}  // namespace carillon::test
