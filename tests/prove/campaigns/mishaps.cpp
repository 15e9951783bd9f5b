// SPDX-License-Identifier: MIT
// When the store fails and when the process dies, in a campaign's run.
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

std::string_view name_of(Site site) {
    return site_names[static_cast<std::size_t>(site)];
}

}  // namespace

Mishap CampaignRun::mishap(Step step, std::string_view verb) {
    if (step == Step::after_commit && verb == "claim_due") invite_interference();
    if (step == Step::before_commit || step == Step::after_commit) {
        const Site site = crash_site(step, verb);
        if (faults_.strikes(site)) {
            log_.say("crash:", name_of(site), verb);
            return Mishap::crashes;
        }
    }
    return fail_at(step, verb);
}

/// Between a claim and its POST lie a tenth of a second: nobody would hit that by chance.
void CampaignRun::invite_interference() {
    if (!faults_.strikes(Site::person_interferes)) return;
    const Tick at = clock_.tick() + Milliseconds{dice_.between(0, 60)};
    timeline_.at(at, [this] {
        if (life_ && life_->state() == CarillonLife::State::serving) people_.interfere(*life_);
    });
}

Mishap CampaignRun::fail_at(Step step, std::string_view verb) {
    const bool is_down =
        step == Step::begin && (doomed_life_ == lives_ || clock_.tick() < store_is_down_until_);
    const Site site = failure_site(step);
    if (!is_down && !faults_.strikes(site)) return Mishap::none;
    log_.say("the store fails:", name_of(site), verb);
    if (step == Step::after_commit) {
        // What an engine reports as failed must not show again in this life (engine.hpp), only after a crash
        // before the next commit. So there is none, and there is one.
        doomed_life_ = lives_;
        const Tick at = clock_.tick() + Milliseconds{dice_.between(1, 5'000)};
        timeline_.at(at, [this, life = lives_] {
            if (life == lives_) crash(name_of(Site::store_commit_unclear));
        });
    }
    return Mishap::fails;
}

}  // namespace carillon::test
