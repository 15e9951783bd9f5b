// SPDX-License-Identifier: MIT
#include "store/support/store_test.hpp"

#include <cstdio>

#include "store/sqlite.hpp"

namespace carillon::store::test {

std::vector<EngineKind> all_engines() {
    const auto sqlite = [](const carillon::test::TempDirectory& directory, const Decisions& decisions) {
        return open_sqlite(directory / "carillon.db", decisions);
    };
    return {{"sqlite_with_threads", Threads::own, sqlite},
            {"sqlite_without_threads", Threads::none, sqlite},
            {"sqlite_on_the_callers_thread", Threads::callers, sqlite}};
}

void await(boost::asio::io_context& loop, Async<void> work) {
    std::exception_ptr failure;
    boost::asio::co_spawn(loop, std::move(work), [&](std::exception_ptr error) { failure = error; });
    loop.restart();
    loop.run();
    if (failure) std::rethrow_exception(failure);
}

namespace {

std::string padded(const char* format, int i) {
    std::array<char, 64> text{};
    const int length = std::snprintf(text.data(), text.size(), format, i);
    return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace

PhoneNumber number(std::string_view e164) {
    return PhoneNumber::from_e164(e164).value();
}
PhoneNumber number(int i) {
    return number(padded("+1555%07d", i));
}
CallToken token(int i) {
    return CallToken{padded("%032x", i)};
}
CallSid sid(int i) {
    return CallSid{"CA" + padded("%032x", i)};
}

void StoreTest::open() {
    store.emplace(GetParam().open(directory, decisions), GetParam().threads);
}

void StoreTest::reopen() {
    store.reset();
    open();
}

CampaignSettings StoreTest::some_settings() {
    CampaignSettings settings;
    settings.from_number = "+15559999999";
    settings.twiml_url = "https://agent.example/twiml";
    return settings;
}

NewContact StoreTest::person(int i, std::int64_t priority) {
    NewContact contact{.phone = number(i), .name = "Person " + std::to_string(i), .time_zone = ""};
    contact.priority = priority;
    contact.line = i + 1;
    return contact;
}

Campaign StoreTest::draft(std::string name, CampaignSettings settings) {
    CreateCampaign wanted;
    wanted.name = std::move(name);
    wanted.settings = std::move(settings);
    wanted.now = noon;
    return await(store->create_campaign(std::move(wanted))).value();
}

Campaign StoreTest::running(std::string name) {
    return move(draft(std::move(name)).id, CampaignMove::start);
}

Campaign StoreTest::move(CampaignId campaign, CampaignMove move, Instant now) {
    return await(store->move_campaign({campaign, move, now})).value();
}

ImportId StoreTest::begin(CampaignId campaign) {
    return await(store->begin_import(campaign, noon)).value().id;
}

AddedContacts StoreTest::add(CampaignId campaign, std::vector<NewContact> contacts, Instant now) {
    AddContacts wanted{begin(campaign), std::move(contacts), {}, now};
    return await(store->add_contacts(std::move(wanted))).value();
}

AddedContacts StoreTest::add(CampaignId campaign, int first, int last, Instant now) {
    std::vector<NewContact> contacts;
    for (int i = first; i <= last; ++i) contacts.push_back(person(i));
    return add(campaign, std::move(contacts), now);
}

std::vector<ClaimedCall> StoreTest::claim(CampaignId campaign, std::int64_t count, Instant now) {
    ClaimDue wanted;
    wanted.turns = {{campaign, count}};
    for (std::int64_t i = 0; i < count; ++i) wanted.tokens.push_back(token(next_token_++));
    wanted.now = now;
    return await(store->claim_due(std::move(wanted))).calls;
}

Call StoreTest::claimed(int i) {
    const Campaign campaign = running("Campaign " + std::to_string(i));
    add(campaign.id, i, i);
    return claim(campaign.id, 1).at(0).call;
}

Call StoreTest::submitting(int i) {
    const Call call = claimed(i);
    EXPECT_EQ(await(store->record_submitting(call.id, noon)), Submission::go);
    return this->call(call.id);
}

Call StoreTest::accepted(int i) {
    const Call call = submitting(i);
    return await(store->record_placing(call.id, accepted_as(sid(i)), noon)).call.value();
}

Call StoreTest::unknown(int i) {
    const Call call = submitting(i);
    return await(store->record_placing(call.id, Unknown{"timeout"}, noon)).call.value();
}

Call StoreTest::unresolved(int i) {
    const Call call = unknown(i);
    (void)await(store->record_search(call.id, {}, noon));
    return await(store->record_search(call.id, {}, noon)).call.value();
}

void StoreTest::suppress(const PhoneNumber& phone) {
    std::vector<NewSuppression> wanted{{phone, "asked us to stop"}};
    await(store->add_suppressions(std::move(wanted), noon));
}

NewCallback callback(const Call& call, std::string word, std::optional<std::int64_t> sequence) {
    NewCallback callback;
    callback.token = call.token;
    callback.call_sid =
        call.call_sid.empty() ? sid(900'000 + static_cast<int>(call.id.value())) : call.call_sid;
    callback.twilio_status = std::move(word);
    callback.sequence_number = sequence;
    callback.received_at = noon + Seconds{5};
    return callback;
}

CarrierCall carrier_call(const CallSid& sid, std::string status) {
    CarrierCall call;
    call.sid = sid;
    call.status = std::move(status);
    return call;
}

PlaceResult accepted_as(const CallSid& sid) {
    return Accepted{carrier_call(sid)};
}

}  // namespace carillon::store::test
