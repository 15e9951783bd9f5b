// SPDX-License-Identifier: MIT
#include "prove/campaigns/campaign_run.hpp"

#include <utility>

namespace carillon::test {
namespace {

Plan plan_of(std::uint64_t seed) {
    Dice dice{seed, 5};
    return draw_plan(dice);
}

World::Nature filled(World::Nature nature, const Plan& plan) {
    nature.start = plan.start;
    nature.faults = Faults{nature.seed};
    nature.dialer = plan.dialer;
    nature.policy = plan.policy;
    nature.threads = plan.threads;
    return nature;
}

void rethrow(const std::exception_ptr& error) {
    if (error) std::rethrow_exception(error);
}

}  // namespace

CampaignRun::CampaignRun(Nature nature) : CampaignRun(plan_of(nature.seed), nature) {}

CampaignRun::CampaignRun(const Plan& plan, Nature nature)
    : World(filled(nature, plan)), seed_(nature.seed), plan_(plan), people_(plan_, clock_, log_, seed_) {
    if (plan_.is_near_dst) faults_.count(Site::clock_near_dst);
}

std::vector<std::string> CampaignRun::run() {
    prepare();
    faults_.begin();
    plan_requests();
    pass(plan_.length);

    faults_.stop();
    pass(std::chrono::minutes{5});
    CarillonLife& life = serving_life();
    life.run(people_.resume_all(life), rethrow);
    const Milliseconds longest =
        longest_rest(plan_, people_.settings()) + std::chrono::abs(wall_clock_is_off_by_);
    if (!come_to_rest(longest)) breaches_.push_back("never comes to rest: " + hanging());

    hold_what_people_were_told();
    tell_the_end();
    end_life();
    hold_promises();
    for (std::string& breach : breaches_) breach = "seed " + std::to_string(seed_) + ": " + breach;
    return breaches_;
}

void CampaignRun::prepare() {
    begin_life();
    life_->run(people_.begin(*life_), rethrow);
    pass(std::chrono::seconds{5});
}

void CampaignRun::plan_requests() {
    for (int i = 0; i < plan_.requests; ++i) {
        const Tick at = clock_.tick() + Milliseconds{dice_.between(0, plan_.length.count())};
        timeline_.at(at, [this] { meddle(); });
    }
}

/// A person does something, or somebody stops the server or sets its clock.
void CampaignRun::meddle() {
    set_wall_clock();
    if (faults_.strikes(Site::store_outage)) {
        log_.say("the store is down");
        store_is_down_until_ = clock_.tick() + Milliseconds{dice_.between(100, 300'000)};
    }
    if (!life_ || life_->state() != CarillonLife::State::serving) return log_.say("nobody answers");
    if (faults_.strikes(Site::drain_and_restart)) {
        log_.say("SIGTERM");
        return life_->stop();
    }
    people_.ask(*life_);
}

/// Never by more than two hours in all, so that who waits an hour too long is noticed still.
void CampaignRun::set_wall_clock() {
    constexpr Milliseconds most{2 * 3'600'000};
    const auto jump = [this, most](Site site, int direction) {
        if (!faults_.strikes(site)) return;
        const Milliseconds by{direction * dice_.between(1'000, 3'600'000)};
        if (std::chrono::abs(wall_clock_is_off_by_ + by) > most) return;
        wall_clock_is_off_by_ += by;
        wall_clock_was_set_ = true;
        people_.leave_unresolved_alone();
        clock_.set_wall_clock(by);
        log_.say("the wall clock jumps by", by.count(), "ms");
    };
    jump(Site::clock_forwards, 1);
    jump(Site::clock_backwards, -1);
}

}  // namespace carillon::test
