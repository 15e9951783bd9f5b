// SPDX-License-Identifier: MIT
#include "prove/busy_store.hpp"

#include <algorithm>

namespace carillon::test {
namespace {

constexpr std::int64_t most_campaigns = 6;

CampaignSettings busy_settings() {
    CampaignSettings settings;
    settings.from_number = "+15559999999";
    settings.twiml_url = "https://agent.example/twiml";
    settings.max_attempts = 2;
    settings.retry_delay_seconds = 60;
    return settings;
}

CarrierCall carrier_call(const CallSid& sid, std::string status) {
    CarrierCall call;
    call.sid = sid;
    call.status = std::move(status);
    return call;
}

}  // namespace

dialer::rules::SettlementPolicy busy_policy() {
    return {.checks = {.reconcile_schedule = {Seconds{30}, Seconds{120}}, .poll_margin = Seconds{60}},
            .adhoc_settings = busy_settings()};
}

void BusyStore::do_something(store::Engine& engine) {
    ++seconds_;
    const auto roll = dice_.between(1, 100);
    if (campaigns_ == 0 || (roll <= 3 && campaigns_ < most_campaigns)) return create_campaign(engine);
    if (roll <= 15) return add_contacts(engine);
    if (roll <= 30) return claim(engine);
    if (roll <= 35) return open_call(engine);
    if (roll <= 38) return move_campaign(engine);
    if (roll <= 42) return suppress(engine);
    if (roll <= 45) return requeue(engine);
    if (roll == 46) return (void)engine.writer->sweep(now());
    go_on_with_a_call(engine);
}

CampaignId BusyStore::some_campaign() {
    return CampaignId{dice_.between(1, campaigns_)};
}

/// Few enough that uploads, suppressions and calls meet the same ones.
PhoneNumber BusyStore::some_number() {
    return PhoneNumber::from_e164("+1555" + std::to_string(dice_.between(1'000'000, 1'000'150))).value();
}

void BusyStore::create_campaign(store::Engine& engine) {
    store::CreateCampaign wanted;
    wanted.name = "Campaign " + std::to_string(seconds_);
    wanted.settings = busy_settings();
    wanted.idempotency = store::IdempotencyKey{dice_.hex_digits(), "a campaign"};
    wanted.now = now();
    campaigns_ = engine.writer->create_campaign(wanted).value().id.value();
    (void)engine.writer->move_campaign({CampaignId{campaigns_}, CampaignMove::start, now()});
}

void BusyStore::add_contacts(store::Engine& engine) {
    const auto import = engine.writer->begin_import(some_campaign(), now());
    if (!import) return;
    store::AddContacts wanted;
    wanted.import_id = import->id;
    wanted.now = now();
    for (auto left = dice_.between(1, 6); left > 0; --left) {
        NewContact contact{.phone = some_number(), .name = "Person", .time_zone = ""};
        contact.priority = dice_.between(0, 2);
        contact.line = left;
        wanted.contacts.push_back(std::move(contact));
    }
    if (dice_.chance(0.3))
        wanted.rejected.push_back({7, "phone", "invalid_phone", "phone is no number", "x"});
    (void)engine.writer->add_contacts(wanted);
    if (dice_.chance(0.8)) (void)engine.writer->finish_import(import->id, now());
}

void BusyStore::claim(store::Engine& engine) {
    store::ClaimDue wanted;
    wanted.now = now();
    wanted.turns = {{some_campaign(), dice_.between(1, 4)}};
    for (int i = 0; i < 4; ++i) wanted.tokens.push_back(CallToken{dice_.hex_digits()});
    (void)engine.writer->claim_due(wanted);
}

void BusyStore::open_call(store::Engine& engine) {
    store::OpenCall wanted{
        some_number(), busy_settings(), CallToken{dice_.hex_digits()}, std::nullopt, now()};
    wanted.idempotency = store::IdempotencyKey{dice_.hex_digits(), "a call"};
    (void)engine.writer->open_call(wanted);
}

void BusyStore::move_campaign(store::Engine& engine) {
    constexpr CampaignMove moves[] = {CampaignMove::pause, CampaignMove::resume, CampaignMove::resume};
    (void)engine.writer->move_campaign({some_campaign(), dice_.pick(moves), now()});
}

void BusyStore::suppress(store::Engine& engine) {
    const PhoneNumber phone = some_number();
    if (dice_.chance(0.7))
        (void)engine.writer->add_suppressions({{phone, "asked us to stop"}}, now());
    else
        (void)engine.writer->remove_suppression(phone, now());
}

void BusyStore::requeue(store::Engine& engine) {
    const auto contacts = engine.reader->list_contacts({some_campaign(), std::nullopt});
    if (!contacts.items.empty()) (void)engine.writer->requeue_contact(dice_.pick(contacts.items).id, now());
}

void BusyStore::go_on_with_a_call(store::Engine& engine) {
    constexpr std::int64_t recent = 100;
    store::ListCalls wanted;
    wanted.after = std::max<std::int64_t>(0, newest_call_ - recent);
    wanted.limit = 2 * recent;
    const auto calls = engine.reader->list_calls(wanted);
    if (calls.items.empty()) return claim(engine);
    newest_call_ = calls.items.back().id.value();
    const Call& call = dice_.pick(calls.items);
    switch (call.state) {
        case CallState::claimed:
            if (dice_.chance(0.1)) return withdraw(engine, call);
            (void)engine.writer->record_submitting(call.id, now());
            return;
        case CallState::submitting:
            return place(engine, call);
        case CallState::unknown:
            return search(engine, call);
        case CallState::accepted:
        case CallState::initiated:
        case CallState::ringing:
        case CallState::in_progress:
        case CallState::answered:
            if (dice_.chance(0.1)) return engine.writer->postpone_check(call.id, now() + Seconds{60});
            return report(engine, call);
        case CallState::unresolved:
        case CallState::ended:
            if (dice_.chance(0.2)) report(engine, call);
            return claim(engine);
    }
}

void BusyStore::withdraw(store::Engine& engine, const Call& call) {
    store::ContactStep step;
    step.next_attempt_at = now();
    step.attempt_counts = false;
    engine.writer->withdraw_claim(call.id, step, now());
}

void BusyStore::place(store::Engine& engine, const Call& call) {
    const auto roll = dice_.between(1, 10);
    PlaceResult result = Accepted{carrier_call(CallSid{"CA" + dice_.hex_digits()}, "queued")};
    if (roll == 1) result = NotSent{"nobody answered the telephone exchange", true, Seconds{1}};
    if (roll == 2) result = Refused{RefusalScope::contact, 21'211, 400, "no such number"};
    if (roll == 3) result = Unknown{"the answer was lost"};
    (void)engine.writer->record_placing(call.id, result, now());
}

void BusyStore::report(store::Engine& engine, const Call& call) {
    constexpr const char* words[] = {
        "initiated", "ringing", "in-progress", "completed", "completed", "busy", "no-answer"};
    NewCallback callback;
    if (!dice_.chance(0.1)) callback.token = call.token;
    callback.call_sid = call.call_sid.empty() ? CallSid{"CA" + dice_.hex_digits()} : call.call_sid;
    callback.twilio_status = dice_.pick(words);
    callback.sequence_number = dice_.between(0, 3);
    callback.fields = R"({"CallStatus":")" + callback.twilio_status + R"("})";
    callback.metadata = R"({"from":"+15559999999"})";
    callback.received_at = now();
    (void)engine.writer->settle_callback(callback);
}

void BusyStore::search(store::Engine& engine, const Call& call) {
    std::vector<CarrierCall> found;
    if (dice_.chance(0.5)) found.push_back(carrier_call(CallSid{"CA" + dice_.hex_digits()}, "ringing"));
    (void)engine.writer->record_search(call.id, found, now());
}

}  // namespace carillon::test
