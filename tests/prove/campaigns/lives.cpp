// SPDX-License-Identifier: MIT
// Carillon's lives: how each begins, and how it may end.
#include <utility>

#include "prove/campaigns/campaign_run.hpp"

namespace carillon::test {
namespace {

struct CrashSite {
    Step step;
    std::string_view verb;
    Site site;
};
/// The others are `crash_elsewhere`.
constexpr CrashSite crash_sites[] = {
    {Step::after_commit, "claim_due", Site::crash_after_claim},
    {Step::before_commit, "record_submitting", Site::crash_before_submitting},
    {Step::after_commit, "record_submitting", Site::crash_after_submitting},
    {Step::before_commit, "record_placing", Site::crash_before_record},
    {Step::after_commit, "record_placing", Site::crash_after_record},
    {Step::before_commit, "settle_callback", Site::crash_before_callback},
    {Step::after_commit, "settle_callback", Site::crash_after_callback},
    {Step::before_commit, "sweep", Site::crash_in_recovery},
    {Step::after_commit, "sweep", Site::crash_in_recovery},
    {Step::before_commit, "add_contacts", Site::crash_in_upload},
    {Step::after_commit, "add_contacts", Site::crash_in_upload},
    {Step::before_commit, "record_search", Site::crash_in_search},
    {Step::after_commit, "record_search", Site::crash_in_search},
};

Site crash_site(Step step, std::string_view verb) {
    for (const CrashSite& each : crash_sites)
        if (each.step == step && each.verb == verb) return each.site;
    return Site::crash_elsewhere;
}

Site failure_site(Step step) {
    switch (step) {
        case Step::begin:
            return Site::store_cannot_begin;
        case Step::before_verb:
        case Step::after_verb:
            return Site::store_verb_fails;
        case Step::before_commit:
            return Site::store_commit_fails;
        case Step::after_commit:
            return Site::store_commit_unclear;
    }
    return Site::store_verb_fails;
}

}  // namespace

Mishap CampaignRun::mishap(Step step, std::string_view verb) {
    const bool is_at_commit = step == Step::before_commit || step == Step::after_commit;
    if (is_at_commit) {
        const Site site = crash_site(step, verb);
        if (faults_.strikes(site)) {
            log_.say("crash:", site_names[static_cast<std::size_t>(site)], verb);
            return Mishap::crashes;
        }
    }
    return fail_at(step, verb);
}

Mishap CampaignRun::fail_at(Step step, std::string_view verb) {
    const bool is_down = step == Step::begin && (store_is_doomed_ || clock_.tick() < store_is_down_until_);
    if (!is_down && !faults_.strikes(failure_site(step))) return Mishap::none;
    log_.say("the store fails:", site_names[static_cast<std::size_t>(failure_site(step))], verb);
    if (step == Step::after_commit) {
        // What an engine reports as failed must not show again in this life (engine.hpp), only after a crash
        // before the next commit. So there is none, and there is one.
        store_is_doomed_ = true;
        const Tick at = clock_.tick() + Milliseconds{dice_.between(1, 5'000)};
        timeline_.at(at, [this, life = lives_] {
            if (life == lives_) crash(Site::store_commit_unclear);
        });
    }
    return Mishap::fails;
}

void CampaignRun::begin_life() {
    ++lives_;
    store_is_doomed_ = false;
    log_.say("life", lives_);
    CarillonLife::Rooms rooms{
        .settling = settling_,
        .carrier = carrier_,
        .clock = clock_,
        .mishaps = [this](Step step, std::string_view verb) { return mishap(step, verb); },
        .config = plan_.dialer,
        .new_token = [this] { return CallToken{dice_.hex_digits()}; },
    };
    life_ = std::make_unique<CarillonLife>(database_, rooms);
}

void CampaignRun::begin_life_in(Milliseconds time) {
    const Tick at = clock_.tick() + time;
    timeline_.at(at, [this] { begin_life(); });
}

/// Ended by itself: whoever waits for an answer gets none.
void CampaignRun::end_life() {
    life_.reset();
    for (const auto& [delivery, answer] : std::exchange(undecided_, {})) answer(Heard::cut);
    begin_life_in(Milliseconds{dice_.between(1'000, 60'000)});
}

void CampaignRun::crash(Site site) {
    log_.say("crash:", site_names[static_cast<std::size_t>(site)]);
    if (!life_) return;
    life_->crash();
    bury();
}

/// What the next life finds is what stood in the files at the moment of the crash: closing them now would
/// still tidy them up.
void CampaignRun::bury() {
    const auto next = directory_ / ("life-" + std::to_string(lives_) + ".db");
    std::filesystem::copy_file(database_, next);
    const auto log_of = [](const std::filesystem::path& database) { return database.string() + "-wal"; };
    if (std::filesystem::exists(log_of(database_)))
        std::filesystem::copy_file(log_of(database_), log_of(next));
    const auto last = std::exchange(database_, next);
    end_life();
    std::filesystem::remove(last);
}

}  // namespace carillon::test
