// SPDX-License-Identifier: MIT
#include "prove/campaigns/campaign_run.hpp"

#include <algorithm>
#include <utility>

#include "twilio/status_callback.hpp"

namespace carillon::test {
namespace {

Plan plan_of(Dice& dice) {
    return draw_plan(dice);
}

}  // namespace

CampaignRun::CampaignRun(std::uint64_t seed,
                         std::filesystem::path directory,
                         const std::filesystem::path& empty_database,
                         EventLog::Mode log)
    : seed_(seed),
      directory_(std::move(directory)),
      database_(directory_ / "life-0.db"),
      dice_(seed, 0),
      plan_(plan_of(dice_)),
      clock_(plan_.start),
      log_(clock_, log),
      faults_(seed),
      carrier_(clock_, timeline_, faults_, log_, seed),
      people_(plan_, clock_, log_, seed),
      settling_(plan_.policy) {
    std::filesystem::copy_file(empty_database, database_);
    carrier_.courier().connect(*this);
    carrier_.on_crash([this](Site site) { crash(site); });
    if (plan_.is_near_dst) faults_.count(Site::clock_near_dst);
}

std::vector<std::string> CampaignRun::run() {
    prepare();
    faults_.begin();
    plan_requests();
    pass(plan_.length);

    faults_.stop();
    come_to_rest();
    hold_our_own();
    tell_the_end();
    end_life();
    hold_promises();
    for (std::string& breach : breaches_) breach = "seed " + std::to_string(seed_) + ": " + breach;
    return breaches_;
}

void CampaignRun::prepare() {
    begin_life();
    life_->run(people_.begin(*life_), [](const std::exception_ptr& error) {
        if (error) std::rethrow_exception(error);
    });
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

/// Time goes from one thing that happens to the next, in the world or in Carillon.
void CampaignRun::pass(std::chrono::nanoseconds time) {
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

void CampaignRun::poll() {
    if (!life_) return;
    life_->poll();
    switch (life_->state()) {
        case CarillonLife::State::starting:
        case CarillonLife::State::serving:
        case CarillonLife::State::draining:
            return;
        case CarillonLife::State::crashed:
            return bury();
        case CarillonLife::State::failed:
            log_.say("the server ended with an error");
            return end_life();
        case CarillonLife::State::stopped:
            log_.say("the server stopped");
            return end_life();
    }
}

void CampaignRun::post(twilio::Form form, CallToken token, std::function<void(Heard)> answered) {
    if (!life_ || !life_->is_listening()) return answered(Heard::refused);
    auto callback = twilio::read_callback(form, std::move(token), clock_.now()).value();
    const int delivery = ++deliveries_;
    undecided_.emplace(delivery, std::move(answered));
    life_->run(life_->dialer().settle(std::move(callback)),
               [this, delivery](const std::exception_ptr& error, const store::Settled&) {
                   if (life_->state() == CarillonLife::State::crashed) return;  // the answer is never sent
                   const auto answer = undecided_.extract(delivery).mapped();
                   answer(error ? Heard::unavailable : Heard::acknowledged);
               });
}

bool CampaignRun::is_at_rest() {
    if (!life_ || life_->state() != CarillonLife::State::serving || !carrier_.is_at_rest()) return false;
    const auto workload = life_->ask(life_->store().survey(Instant{}));
    if (workload.open_calls > 0) return false;
    const auto campaigns = life_->ask(life_->store().list_campaigns({}));
    return std::none_of(campaigns.items.begin(), campaigns.items.end(), [](const Campaign& campaign) {
        const bool may_wait =
            campaign.status == CampaignStatus::draft || campaign.status == CampaignStatus::paused;
        return campaign.counts.of(ContactStatus::in_progress) > 0 ||
               (!may_wait && campaign.counts.of(ContactStatus::pending) > 0);
    });
}

void CampaignRun::come_to_rest() {
    constexpr std::chrono::minutes a_while{5};
    pass(a_while);
    life_->run(people_.resume_all(*life_), [](const std::exception_ptr& error) {
        if (error) std::rethrow_exception(error);
    });
    const Milliseconds longest =
        longest_rest(plan_, people_.settings()) + std::chrono::abs(wall_clock_is_off_by_);
    const Tick until = clock_.tick() + longest;
    do pass(a_while);
    while (!is_at_rest() && clock_.tick() < until);
    if (!is_at_rest()) breaches_.push_back("never comes to rest: " + hanging());
}

}  // namespace carillon::test
