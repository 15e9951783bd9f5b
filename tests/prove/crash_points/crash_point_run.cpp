// SPDX-License-Identifier: MIT
#include "prove/crash_points/crash_point_run.hpp"

#include <utility>

namespace carillon::test {
namespace {

constexpr const char* contact_number = "+15550000001";
constexpr const char* dialled_number = "+15550000002";

CampaignSettings settings() {
    CampaignSettings settings;
    settings.from_number = "+15551234567";
    settings.twiml_url = "https://agent.example/twiml";
    settings.time_limit_seconds = 600;
    settings.calls_per_second = 10;
    return settings;
}

World::Nature filled(World::Nature nature, const Combination& combination) {
    nature.start = Instant{Milliseconds{1'795'359'600'000}};
    nature.dialer.calls_per_second = 10;
    nature.dialer.status_callback_url = "https://dialer.example/twilio-status";
    nature.dialer.adhoc_settings = settings();
    nature.policy.checks.reconcile_schedule = {Seconds{30}, Seconds{120}, Seconds{300}, Seconds{900}};
    nature.policy.adhoc_settings = settings();
    if (combination.interruption.at_carrier) nature.faults.always(*combination.interruption.at_carrier, 1);
    if (combination.answer) nature.faults.always(*combination.answer, 1);
    if (combination.callbacks) nature.faults.always(*combination.callbacks, 1);
    if (combination.callbacks_are_early) nature.faults.always(Site::callback_early, 1);
    return nature;
}

bool is_ad_hoc(const Combination& combination) {
    const auto& first = combination.interruption.troubles.front();
    return first && first->verb == "open_call";
}

}  // namespace

CrashPointRun::CrashPointRun(Nature nature, const Combination& combination)
    : World(filled(nature, combination)), combination_(combination) {
    faults_.begin();
    carrier_.reach_everybody();
    shortest_pause_ = longest_pause_ = Milliseconds{1'000};
}

std::vector<std::string> CrashPointRun::run() {
    const auto ignore = [](const std::exception_ptr&) {};  // the store may be what is interrupted
    begin_life();
    pass(Milliseconds{0});
    life_->run(is_ad_hoc(combination_) ? dial_one() : upload_one(), ignore);
    pass(std::chrono::minutes{2});
    // A refusal has stopped the campaign: a person has mended what it was about.
    serving_life().run(resume(), ignore);
    constexpr std::chrono::hours longest{3};
    if (!come_to_rest(longest)) breaches_.push_back("never comes to rest: " + hanging());
    check_contact();
    end_life();
    hold_promises();
    was_interrupted_ = was_interrupted_ || (combination_.interruption.at_carrier && lives_ > 1);
    return breaches_;
}

Mishap CrashPointRun::mishap(Step step, std::string_view verb) {
    const int met = ++met_[{step, std::string{verb}}];
    const auto& troubles = combination_.interruption.troubles;
    if (next_trouble_ == troubles.size() || !troubles[next_trouble_]) return Mishap::none;
    const Trouble& trouble = *troubles[next_trouble_];
    if (trouble.step != step || trouble.verb != verb || trouble.nth != met) return Mishap::none;
    ++next_trouble_;
    was_interrupted_ = true;
    log_.say(trouble.mishap == Mishap::crashes ? "crash:" : "failure:", verb);
    return trouble.mishap;
}

boost::asio::awaitable<void> CrashPointRun::upload_one() {
    store::CreateCampaign wanted;
    wanted.name = "one";
    wanted.settings = settings();
    wanted.now = clock_.now();
    const auto campaign = co_await life_->store().create_campaign(std::move(wanted));
    const auto import = co_await life_->store().begin_import(campaign->id, clock_.now());
    store::AddContacts batch;
    batch.import_id = import->id;
    batch.now = clock_.now();
    NewContact contact{*PhoneNumber::from_e164(contact_number), "", "", "{}", 0, 2};
    batch.contacts.push_back(std::move(contact));
    const auto added = co_await life_->store().add_contacts(std::move(batch));
    const auto finished = co_await life_->store().finish_import(import->id, clock_.now());
    const auto moved = co_await life_->dialer().move_campaign(campaign->id, CampaignMove::start);
}

boost::asio::awaitable<void> CrashPointRun::resume() {
    const CampaignId campaign(1);
    const auto moved = co_await life_->dialer().move_campaign(campaign, CampaignMove::resume);
    if (moved) log_.say("resumed");
}

boost::asio::awaitable<void> CrashPointRun::dial_one() {
    store::IdempotencyKey key{"one", "the same"};
    const auto first = co_await life_->dialer().dial(*PhoneNumber::from_e164(dialled_number), std::move(key));
    log_.say("dialled");
}

/// At most once; and if never, then because the carrier said no, or because nobody can know.
void CrashPointRun::check_contact() {
    const auto rung = std::ssize(carrier_.ledger().calls);
    if (rung > 1) breaches_.push_back("rung " + std::to_string(rung) + " times");
    CarillonLife& life = serving_life();
    const auto contact = life.ask(life.store().find_contact(ContactId{1}));
    if (!contact) return;
    const ContactStatus status = contact->status;
    log_.say("contact", to_text(status), contact->reason, "rung", rung);
    if (!is_done(status)) breaches_.push_back("the contact is " + std::string{to_text(status)});
    const bool has_excuse = status == ContactStatus::unresolved || status == ContactStatus::blocked ||
                            status == ContactStatus::failed;
    if (rung == 0 && !has_excuse)
        breaches_.push_back("never rung, and the contact is " + std::string{to_text(status)});
}

void CrashPointRun::hold_promises() {
    for (std::string& breach : breaches_in(check_promises(evidence())))
        breaches_.push_back(std::move(breach));
}

}  // namespace carillon::test
