// SPDX-License-Identifier: MIT
#include "prove/campaigns/people.hpp"

#include <algorithm>
#include <array>

#include "failure.hpp"

namespace carillon::test {
namespace {

/// Most rows say where the contact is; by its number alone it may be anywhere from Guam to Newfoundland.
std::string zone_of(std::size_t row) {
    constexpr std::array zones{
        "America/New_York", "Europe/Zurich", "Asia/Kolkata", "Australia/Lord_Howe", ""};
    return zones.at(row % zones.size());
}

/// Where there are two countries, every other person is Swiss.
std::string number_of(int person, bool of_two_countries) {
    const std::string digits = std::to_string(person);
    if (of_two_countries && person % 2 == 0) return "+4144668" + std::string(4 - digits.size(), '0') + digits;
    return "+1555" + std::string(7 - digits.size(), '0') + digits;
}

}  // namespace

People::People(const Plan& plan, FakeClock& clock, EventLog& log, std::uint64_t seed)
    : plan_(plan), clock_(clock), log_(log), dice_(seed, 4) {}

/// Mostly new people; now and then somebody who stands in another campaign, or in this one already.
std::vector<std::string> People::draw_numbers(int count) {
    std::vector<std::string> numbers;
    for (int i = 0; i < count; ++i)
        numbers.push_back(last_number_ > 0 && dice_.chance(0.1)
                              ? draw_number()
                              : number_of(++last_number_, plan_.has_all_rules));
    return numbers;
}

std::string People::draw_number() {
    const auto person = static_cast<int>(dice_.between(1, std::max(last_number_, 1)));
    return number_of(person, plan_.has_all_rules);
}

void People::run(CarillonLife& life, const char* what, Work work) {
    log_.say("person:", what);
    life.run(std::move(work), [this, what](const std::exception_ptr& error) {
        log_.say("person:", what, error ? what_of(error) : "done");
    });
}

People::Work People::begin(CarillonLife& life) {
    for (int i = 0; i < plan_.campaigns; ++i) {
        CampaignSettings settings = draw_settings(plan_, dice_);
        std::string key = "campaign-" + std::to_string(++last_key_);
        co_await create(life, std::move(key), std::move(settings));
        std::vector<std::string> numbers = draw_numbers(plan_.contacts / plan_.campaigns + 1);
        co_await upload(life, campaigns_.back(), std::move(numbers));
        std::string somebody = draw_number();
        if (dice_.chance(0.2)) co_await suppress(life, std::move(somebody));
        if (i == 0 || dice_.chance(0.8)) co_await move(life, campaigns_.back(), CampaignMove::start);
    }
}

void People::ask(CarillonLife& life) {
    run(life, "asks", choose(life));
}

void People::interfere(CarillonLife& life) {
    run(life, "interferes", stop_one(life, dice_.between(0, 1'000'000)));
}

People::Work People::stop_one(CarillonLife& life, std::int64_t luck) {
    store::ListCalls wanted;
    wanted.limit = 1'000;
    auto calls = (co_await life.store().list_calls(std::move(wanted))).items;
    const auto is_waiting = [](const Call& call) { return call.state == CallState::claimed; };
    const auto first_elsewhere = std::partition(calls.begin(), calls.end(), is_waiting);
    if (first_elsewhere != calls.begin()) calls.erase(first_elsewhere, calls.end());
    if (calls.empty()) co_return;
    const Call& call = calls[static_cast<std::size_t>(luck) % calls.size()];
    const CampaignId campaign = call.campaign_id.value_or(campaigns_.front());
    std::string number = call.to_number;
    if (luck % 2 == 0)
        co_await suppress(life, std::move(number));
    else
        co_await move(life, campaign, luck % 30 == 1 ? CampaignMove::cancel : CampaignMove::pause);
}

People::Work People::choose(CarillonLife& life) {
    const CampaignId campaign = dice_.pick(campaigns_);
    const auto luck = dice_.between(1, 100);
    if (luck <= 3) return undo(life, campaign, dice_.between(0, 1'000'000));
    if (luck <= 12) return upload(life, campaign, draw_numbers(static_cast<int>(dice_.between(1, 12))));
    if (luck <= 24) return move(life, campaign, CampaignMove::pause);
    if (luck <= 40) return move(life, campaign, CampaignMove::resume);
    if (luck <= 44) return move(life, campaign, CampaignMove::start);
    if (luck <= 46) return move(life, campaign, CampaignMove::cancel);
    if (luck <= 52) return change_settings(life, campaign);
    if (luck <= 54) {
        // Asked twice now and then: who got no answer asks again with the same key.
        if (last_key_ < 5 && dice_.chance(0.7)) ++last_key_;
        return create(life, "campaign-" + std::to_string(last_key_), draw_settings(plan_, dice_));
    }
    return choose_number_or_call(life, luck);
}

People::Work People::choose_number_or_call(CarillonLife& life, std::int64_t luck) {
    if (luck <= 57) return opt_out(life, dice_.pick(campaigns_), dice_.between(0, 1'000'000));
    if (luck <= 62) return suppress(life, draw_number());
    if (luck <= 64) return allow_again(life, draw_number());
    if (luck <= 78) return requeue(life, dice_.pick(campaigns_), dice_.between(0, 1'000'000));
    if (luck <= 86) return hang_up(life, dice_.between(0, 1'000'000));
    const std::string number = dice_.chance(0.3) ? draw_number() : number_of(9'000'000 + last_number_, false);
    return dial(life, number, "dial-" + std::to_string(dice_.between(1, 6)) + number);
}

People::Work People::create(CarillonLife& life, std::string key, CampaignSettings settings) {
    store::CreateCampaign wanted;
    wanted.name = key;
    wanted.settings = settings;
    wanted.idempotency = store::IdempotencyKey{key, "the same"};
    wanted.now = clock_.now();
    const auto created = co_await life.store().create_campaign(std::move(wanted));
    if (!created) co_return;
    settings_.push_back(created->settings);
    if (std::find(campaigns_.begin(), campaigns_.end(), created->id) == campaigns_.end())
        campaigns_.push_back(created->id);
}

People::Work People::upload(CarillonLife& life, CampaignId campaign, std::vector<std::string> numbers) {
    constexpr std::size_t portion = 10;
    const auto import = co_await life.store().begin_import(campaign, clock_.now());
    if (!import) co_return;
    for (std::size_t at = 0; at < numbers.size(); at += portion) {
        store::AddContacts batch;
        batch.import_id = import->id;
        batch.now = clock_.now();
        for (std::size_t i = at; i < std::min(at + portion, numbers.size()); ++i) {
            NewContact contact{*PhoneNumber::from_e164(numbers[i]), "", zone_of(i), "{}", 0, 0, ""};
            contact.line = static_cast<std::int64_t>(i) + 2;
            contact.priority = contact.line % 3;
            batch.contacts.push_back(std::move(contact));
        }
        const auto added = co_await life.store().add_contacts(std::move(batch));
        if (!added) co_return;
        for (std::size_t i = at; i < std::min(at + portion, numbers.size()); ++i)
            acknowledged_.emplace(campaign, numbers[i]);
        co_await clock_.sleep_until(clock_.tick() + Milliseconds{50});
    }
    const auto finished = co_await life.store().finish_import(import->id, clock_.now());
    life.dialer().wake();
}

/// The wrong list, in portions; and mostly the corrected one right after it.
People::Work People::undo(CarillonLife& life, CampaignId campaign, std::int64_t luck) {
    constexpr std::int64_t portion = 7;
    const store::ListImports wanted{campaign};
    const auto imports = co_await life.store().list_imports(wanted);
    if (imports.items.empty()) co_return;
    const ImportId import = imports.items[static_cast<std::size_t>(luck) % imports.items.size()].id;
    for (std::optional<std::int64_t> next{0}; next;) {
        const store::UndoImport order{import, *next, portion, clock_.now()};
        const auto undone = co_await life.store().undo_import(order);
        if (!undone) co_return;
        log_.say("undone", import.value(), undone->undone, undone->kept);
        next = undone->next;
        co_await clock_.sleep_until(clock_.tick() + Milliseconds{20});
    }
    if (luck % 4 != 0) co_await upload_again(life, campaign);
}

/// Whom an undo took back, whoever's it was.
People::Work People::upload_again(CarillonLife& life, CampaignId campaign) {
    store::ListContacts wanted;
    wanted.campaign_id = campaign;
    wanted.status = ContactStatus::canceled;
    wanted.limit = 1'000;
    const auto page = co_await life.store().list_contacts(std::move(wanted));
    std::vector<std::string> numbers;
    for (const Contact& contact : page.items)
        if (contact.reason == undone_reason) numbers.push_back(contact.phone);
    co_await upload(life, campaign, std::move(numbers));
}

People::Work People::move(CarillonLife& life, CampaignId campaign, CampaignMove move) {
    const auto moved = co_await life.dialer().move_campaign(campaign, move);
    log_.say("moved", campaign.value(), to_text(move), moved ? "yes" : moved.error().message);
}

/// max_attempts only grows here: a contact that has had its calls already cannot have had fewer.
People::Work People::change_settings(CarillonLife& life, CampaignId id) {
    const auto campaign = co_await life.store().find_campaign(id);
    if (!campaign) co_return;
    const CampaignSettings drawn = draw_settings(plan_, dice_);
    store::ChangeCampaign wanted;
    wanted.id = id;
    wanted.settings_version = campaign->settings_version;
    wanted.name = campaign->name;
    wanted.settings = drawn;
    wanted.settings.max_attempts = std::max(drawn.max_attempts, campaign->settings.max_attempts);
    wanted.now = clock_.now();
    settings_.push_back(wanted.settings);
    const auto changed = co_await life.store().change_campaign(std::move(wanted));
    if (changed) life.dialer().wake();
}

People::Work People::suppress(CarillonLife& life, std::string number) {
    std::vector<NewSuppression> wanted;
    NewSuppression one{*PhoneNumber::from_e164(number), "asked us not to"};
    wanted.push_back(std::move(one));
    co_await life.dialer().suppress(std::move(wanted));
    log_.say("suppressed", number);
}

/// Anybody, at any stage of a call.
People::Work People::opt_out(CarillonLife& life, CampaignId campaign, std::int64_t luck) {
    store::ListContacts wanted;
    wanted.campaign_id = campaign;
    wanted.limit = 1'000;
    const auto page = co_await life.store().list_contacts(std::move(wanted));
    if (page.items.empty()) co_return;
    const ContactId contact = page.items[static_cast<std::size_t>(luck) % page.items.size()].id;
    const auto opted_out = co_await life.dialer().opt_out(contact, "opted out");
    if (opted_out) log_.say("opted out", opted_out->phone, to_text(opted_out->status));
}

People::Work People::allow_again(CarillonLife& life, std::string number) {
    const auto removed =
        co_await life.store().remove_suppression(*PhoneNumber::from_e164(number), clock_.now());
    if (removed) log_.say("allowed again", number);
}

/// What is reported as failed may have been done all the same.
People::Work People::requeue(CarillonLife& life, CampaignId campaign, std::int64_t luck) {
    store::ListContacts wanted;
    wanted.campaign_id = campaign;
    wanted.limit = 1'000;
    const auto page = co_await life.store().list_contacts(std::move(wanted));
    if (page.items.empty()) co_return;
    const Contact& contact = page.items[static_cast<std::size_t>(luck) % page.items.size()];
    if (!is_done(contact.status)) co_return;
    if (contact.status == ContactStatus::unresolved && !may_requeue_unresolved_) co_return;
    ++requeues_[contact.phone];
    const auto requeued = co_await life.store().requeue_contact(contact.id, clock_.now());
    if (!requeued) {
        --requeues_[contact.phone];
        co_return;
    }
    log_.say("requeued", contact.phone);
    life.dialer().wake();
}

/// Mostly a call that may be under way still.
People::Work People::hang_up(CarillonLife& life, std::int64_t luck) {
    store::ListCalls wanted;
    wanted.limit = 1'000;
    auto calls = (co_await life.store().list_calls(std::move(wanted))).items;
    const auto is_over = [](const Call& call) { return !is_open(call.state); };
    if (luck % 4 != 0) std::erase_if(calls, is_over);
    if (calls.empty()) co_return;
    const CallId call = calls[static_cast<std::size_t>(luck) % calls.size()].id;
    const auto ended = co_await life.dialer().hang_up(call);
    log_.say("hung up", call.value(), ended ? "yes" : ended.error().message);
}

People::Work People::dial(CarillonLife& life, std::string number, std::string key) {
    dialled_[number].insert(key);
    store::IdempotencyKey idempotency{key, number};
    const auto result = co_await life.dialer().dial(*PhoneNumber::from_e164(number), std::move(idempotency));
    const auto* dialled = std::get_if<dialer::Dialed>(&result);
    log_.say("dialled",
             number,
             key,
             dialled ? dialled->sid.text() : std::get<dialer::DialRefused>(result).message);
}

People::Work People::resume_all(CarillonLife& life) {
    for (const CampaignId campaign : campaigns_)
        if (dice_.chance(0.8)) co_await move(life, campaign, CampaignMove::resume);
}

}  // namespace carillon::test
