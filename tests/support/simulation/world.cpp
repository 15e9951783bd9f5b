// SPDX-License-Identifier: MIT
#include "support/simulation/world.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "twilio/status_callback.hpp"

namespace carillon::test {
namespace {

bool may_wait(const Campaign& campaign) {
    return campaign.status == CampaignStatus::draft || campaign.status == CampaignStatus::paused;
}

bool has_work(const Campaign& campaign) {
    return campaign.counts.of(ContactStatus::in_progress) > 0 ||
           (campaign.counts.of(ContactStatus::pending) > 0 && !may_wait(campaign));
}

}  // namespace

store::ListCalls all_calls() {
    store::ListCalls wanted;
    wanted.limit = 10'000;
    return wanted;
}

store::ListContacts contacts_of(CampaignId campaign) {
    store::ListContacts wanted;
    wanted.campaign_id = campaign;
    wanted.limit = 10'000;
    return wanted;
}

World::World(Nature nature)
    : dice_(nature.seed, 0),
      clock_(nature.start),
      log_(clock_, nature.log),
      faults_(nature.faults),
      carrier_(clock_, timeline_, faults_, log_, nature.seed),
      nature_(std::move(nature)),
      settling_(nature_.policy),
      database_(nature_.directory / "life-0.db") {
    std::filesystem::copy_file(nature_.empty_database, database_);
    carrier_.courier().connect(*this);
    carrier_.on_crash([this](Site site) { crash(site_names[static_cast<std::size_t>(site)]); });
}

void World::pass(std::chrono::nanoseconds time) {
    const Tick until = clock_.tick() + time;
    while (true) {
        poll();
        const auto outside = timeline_.next();
        const auto inside = clock_.next_wake();
        const Tick next = std::min(outside.value_or(Tick::max()), inside.value_or(Tick::max()));
        if (next > until) break;
        clock_.move_to(next);
        if (outside && *outside <= clock_.tick())
            timeline_.run_next();
        else
            clock_.wake_next();
    }
    clock_.move_to(until);
}

void World::post(twilio::Form form, CallToken token, std::function<void(Heard)> answered) {
    if (!life_ || !life_->is_listening()) return answered(Heard::refused);
    const bool is_status = twilio::find_value(form, "CallStatus").has_value();
    const auto read = is_status ? twilio::read_callback : twilio::read_verdict;
    auto callback = read(form, std::move(token), clock_.now()).value();
    const int delivery = ++deliveries_;
    undecided_.emplace(delivery, std::move(answered));
    life_->run(life_->dialer().settle(std::move(callback)),
               [this, delivery](const std::exception_ptr& error, const store::Settled&) {
                   if (life_->state() == CarillonLife::State::crashed) return;  // the answer is never sent
                   const auto answer = undecided_.extract(delivery).mapped();
                   answer(error ? Heard::unavailable : Heard::acknowledged);
               });
}

CarillonLife& World::serving_life() {
    constexpr int patience = 600;
    for (int seconds = 0; seconds < patience; ++seconds) {
        if (life_ && life_->state() == CarillonLife::State::serving) return *life_;
        pass(std::chrono::seconds{1});
    }
    throw std::runtime_error("the server does not start");
}

bool World::is_at_rest() {
    if (!life_ || life_->state() != CarillonLife::State::serving || !carrier_.is_at_rest()) return false;
    const auto workload = life_->ask(life_->store().survey(store::Survey{}));
    const auto campaigns = life_->ask(life_->store().list_campaigns({}));
    return workload.account.open_calls == 0 && !workload.next_check_at &&
           std::none_of(campaigns.items.begin(), campaigns.items.end(), has_work);
}

bool World::come_to_rest(Milliseconds longest) {
    constexpr std::chrono::minutes a_while{5};
    const Tick until = clock_.tick() + longest;
    do pass(a_while);
    while (!is_at_rest() && clock_.tick() < until);
    return is_at_rest();
}

std::string World::hanging() {
    CarillonLife& life = serving_life();
    std::string who = carrier_.is_at_rest() ? "" : "the carrier is busy; ";
    for (const Call& call : life.ask(life.store().list_calls(all_calls())).items)
        if (is_open(call.state) || call.next_check_at)
            who +=
                "call " + std::to_string(call.id.value()) + " is " + std::string{to_text(call.state)} + "; ";
    for (const Campaign& campaign : life.ask(life.store().list_campaigns({})).items)
        for (const Contact& contact : life.ask(life.store().list_contacts(contacts_of(campaign.id))).items)
            if (contact.status == ContactStatus::in_progress ||
                (contact.status == ContactStatus::pending && !may_wait(campaign))) {
                const auto why = life.ask(life.dialer().explain_contact(contact.id));
                who += "contact " + std::to_string(contact.id.value()) + " is " +
                       std::string{to_text(contact.status)} + " in a campaign that is " +
                       std::string{to_text(campaign.status)} + " (" + (why ? why->summary : "") + "); ";
            }
    return who;
}

Evidence World::evidence() const {
    Evidence evidence;
    evidence.database = database_;
    evidence.ledger = carrier_.ledger();
    evidence.calls_per_second = nature_.dialer.calls_per_second;
    evidence.max_concurrent_calls = nature_.dialer.limits.max_concurrent_calls;
    evidence.limits = nature_.dialer.limits;
    evidence.seed = nature_.seed;
    return evidence;
}

}  // namespace carillon::test
