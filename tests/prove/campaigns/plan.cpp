// SPDX-License-Identifier: MIT
#include "prove/campaigns/plan.hpp"

#include <algorithm>
#include <array>

namespace carillon::test {
namespace {

constexpr Milliseconds minute{60'000};
constexpr Milliseconds hour{60 * minute};

/// 15:00 UTC on an ordinary day, or minutes before clocks are set somewhere (EU, March and October; US).
constexpr Instant ordinary{Milliseconds{1'795'359'600'000}};
constexpr std::array dst_edges{Instant{Milliseconds{1'774'746'000'000}},
                               Instant{Milliseconds{1'792'890'000'000}},
                               Instant{Milliseconds{1'793'512'800'000}}};

Milliseconds draw_length(Dice& dice) {
    const auto luck = dice.between(1, 100);
    if (luck <= 65) return dice.between(5, 40) * minute;
    if (luck <= 93) return dice.between(1, 5) * hour;
    return dice.between(6, 72) * hour;
}

int draw_contacts(Dice& dice) {
    const auto luck = dice.between(1, 100);
    if (luck <= 20) return static_cast<int>(dice.between(1, 5));
    if (luck <= 97) return static_cast<int>(dice.between(5, 40));
    return static_cast<int>(dice.between(100, 200));
}

std::vector<Seconds> draw_schedule(const Plan& plan, Dice& dice) {
    // Never shorter than an unknown call holds its place: one that was given up earlier would ring beside a
    // full house, and this configuration would be to blame.
    std::vector<Seconds> schedule{Seconds{30}, Seconds{120}, Seconds{300}, Seconds{900}};
    if (plan.length > hour || dice.chance(0.1))
        schedule.insert(schedule.end(), {Seconds{3'600}, Seconds{21'600}, Seconds{90'000}});
    return schedule;
}

/// Some hours of every day, seldom over midnight; now and then not on the first day.
CallingHours draw_hours(const Plan& plan, Dice& dice) {
    CallingHours hours;
    CallingWindow window;
    window.days.set();
    window.from = std::chrono::minutes{dice.between(0, 23) * 60};
    window.to = window.from + std::chrono::minutes{dice.between(2, 14) * 60};
    if (window.to > midnight_after) window.to -= midnight_after;
    hours.windows = {window};
    if (dice.chance(0.1))
        hours.blackout_dates = {
            std::chrono::local_days{std::chrono::floor<std::chrono::days>(plan.start).time_since_epoch()}};
    return hours;
}

/// One that may break at a handful of failures, or none; and now and then a hook.
void draw_guards(CampaignSettings& settings, Dice& dice) {
    if (dice.chance(0.3)) settings.circuit_breaker.reset();
    if (dice.chance(0.2)) settings.circuit_breaker = CircuitBreaker{0.5, 600, dice.between(2, 10)};
    if (!dice.chance(0.1)) return;
    PreDialHook hook;
    hook.url = "https://hook.example/";
    hook.timeout_ms = dice.between(100, 10'000);
    if (dice.chance(0.3)) hook.on_failure = PreDialHook::OnFailure::call;
    settings.pre_dial_hook = hook;
}

void draw_retries(CampaignSettings& settings, Dice& dice) {
    for (auto* rule : {&settings.retries.busy, &settings.retries.no_answer, &settings.retries.failed}) {
        if (dice.chance(0.3)) continue;
        rule->emplace();
        (*rule)->times = dice.between(0, settings.max_attempts - 1);
        if (dice.chance(0.5)) (*rule)->delays_seconds = {dice.between(1, 100), dice.between(100, 1'000)};
        (*rule)->first_delay_seconds = dice.between(1, 1'000);
        (*rule)->factor = dice.chance(0.5) ? 2 : 1;
        (*rule)->jitter = dice.chance(0.5) ? 0.3 : 0;
    }
}

}  // namespace

Plan draw_plan(Dice& dice) {
    Plan plan;
    plan.is_near_dst = dice.chance(0.3);
    plan.start = plan.is_near_dst ? dice.pick(dst_edges) - dice.between(1, 20) * minute : ordinary;
    plan.length = draw_length(dice);
    plan.campaigns = static_cast<int>(dice.between(1, 3));
    plan.contacts = draw_contacts(dice);
    if (dice.chance(0.2)) plan.threads = store::Threads::none;
    plan.requests = static_cast<int>(dice.between(0, 25));

    constexpr std::array rates{0.5, 1.0, 5.0, 30.0};
    constexpr std::array<std::int64_t, 4> caps{1, 5, 20, 100};
    plan.dialer.calls_per_second = dice.pick(rates);
    plan.dialer.max_concurrent_calls = dice.pick(caps);
    plan.dialer.status_callback_url = "https://dialer.example/twilio-status";
    plan.dialer.adhoc_settings = draw_settings(plan, dice);
    plan.dialer.adhoc_settings.start_at.reset();  // a call of no campaign has no campaign's time
    plan.dialer.adhoc_settings.end_at.reset();
    plan.dialer.adhoc_settings.calling_hours = {};
    plan.policy.checks.reconcile_schedule = draw_schedule(plan, dice);
    plan.policy.adhoc_settings = plan.dialer.adhoc_settings;
    return plan;
}

CampaignSettings draw_settings(const Plan& plan, Dice& dice) {
    constexpr std::array rates{0.5, 1.0, 10.0, 100.0};
    constexpr std::array<std::int64_t, 4> caps{1, 3, 10, 100};
    CampaignSettings settings;
    settings.from_number = "+15551234567";
    settings.twiml_url = "https://agent.example/twiml?n={{phone}}";
    settings.timeout_seconds = dice.between(10, 60);
    settings.time_limit_seconds = dice.between(60, 3'600);
    settings.calls_per_second = dice.pick(rates);
    settings.max_concurrent_calls = dice.pick(caps);
    settings.max_attempts = dice.between(1, 4);
    settings.retry_delay_seconds = dice.between(10, plan.length / Seconds{3});
    if (dice.chance(0.2)) settings.status_callback_events = {"completed"};
    if (dice.chance(0.1)) settings.start_at = plan.start + dice.between(0, plan.length / minute / 3) * minute;
    if (dice.chance(0.1))
        settings.end_at = plan.start + dice.between(plan.length / minute / 2, plan.length / minute) * minute;
    if (dice.chance(0.15)) settings.calling_hours = draw_hours(plan, dice);
    if (dice.chance(0.2)) draw_retries(settings, dice);
    if (dice.chance(0.1)) settings.min_gap_seconds = dice.between(1, 600);
    draw_guards(settings, dice);
    return settings;
}

Milliseconds longest_rest(const Plan& plan, const std::vector<CampaignSettings>& settings) {
    // The schedule for unknown calls, polls that grow rarer, callbacks that are very late.
    Milliseconds longest = plan.policy.checks.reconcile_schedule.back() + 40 * hour;
    for (const CampaignSettings& each : settings) {
        const Seconds one_try{each.retry_delay_seconds + each.timeout_seconds + each.time_limit_seconds};
        const double rate = std::min(each.calls_per_second, plan.dialer.calls_per_second);
        const auto cap = std::min(each.max_concurrent_calls, plan.dialer.max_concurrent_calls);
        const Seconds one_after_the_other{static_cast<std::int64_t>(plan.contacts / rate) +
                                          plan.contacts * (each.timeout_seconds + each.time_limit_seconds) /
                                              cap};
        longest += (each.max_attempts + 1) * (one_try + one_after_the_other);
        // Each try may have to wait for the next day.
        if (!each.calling_hours.restrict_nothing()) longest += (each.max_attempts + 2) * 24 * hour;
    }
    return longest;
}

}  // namespace carillon::test
