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
    // Eleven hours have a minute in common from Guam to Newfoundland in winter only: nobody waits so long.
    const auto length = dice.between(2, 14);
    window.to = window.from + std::chrono::minutes{(length == 11 ? 12 : length) * 60};
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
    for (auto* rule : {&settings.retries.busy,
                       &settings.retries.no_answer,
                       &settings.retries.failed,
                       &settings.retries.voicemail}) {
        if (dice.chance(0.3)) continue;
        rule->emplace();
        (*rule)->times = dice.between(0, settings.max_attempts - 1);
        if (dice.chance(0.5)) (*rule)->delays_seconds = {dice.between(1, 100), dice.between(100, 1'000)};
        (*rule)->first_delay_seconds = dice.between(1, 1'000);
        (*rule)->factor = dice.chance(0.5) ? 2 : 1;
        (*rule)->jitter = dice.chance(0.5) ? 0.3 : 0;
    }
}

FromPool draw_pool(Dice& dice) {
    constexpr std::array strategies{
        PoolStrategy::rotation, PoolStrategy::sticky, PoolStrategy::local_presence};
    FromPool pool;
    pool.numbers = {"+15551234567", "+15551234568", "+15551234569"};
    pool.strategy = dice.pick(strategies);
    if (dice.chance(0.3)) pool.max_calls_per_day = dice.between(5, 50);
    if (dice.chance(0.5)) pool.rest = RestRule{dice.between(5, 20), 0.2, 0.5, dice.between(60, 3'600)};
    return pool;
}

/// Limits that are met at once, and then again on the next day.
AccountLimits draw_limits(const Plan& plan, Dice& dice) {
    constexpr std::array<std::int64_t, 4> caps{1, 5, 20, 100};
    constexpr std::int64_t longest_call = 60;  // minutes: as draw_settings draws them
    AccountLimits limits;
    limits.max_concurrent_calls = dice.pick(caps);
    if (dice.chance(0.1)) limits.max_concurrent_calls_per_from_number = dice.between(1, 5);
    if (dice.chance(0.05)) limits.max_calls_per_number_per_day = dice.between(1, 3);
    if (dice.chance(0.03)) limits.max_calls_per_number_per_week = dice.between(2, 6);
    if (dice.chance(0.05))
        limits.max_calls_per_day = dice.between(plan.contacts / 2 + 1, 2 * plan.contacts + 1);
    if (dice.chance(0.05)) limits.max_minutes_per_day = longest_call * dice.between(1, plan.contacts + 1);
    if (dice.chance(0.05)) {
        limits.prices = PriceTable::parse("1=0.01").value();
        limits.max_spend_per_day = 10'000 * longest_call * dice.between(1, plan.contacts + 1);
    }
    if (dice.chance(0.3)) limits.time_zone = "Asia/Kathmandu";
    return limits;
}

/// How many days it may take until the limits have let so many calls go, at the worst.
std::int64_t days_for(std::int64_t calls, const AccountLimits& limits) {
    std::int64_t days = 0;
    const auto add = [&](std::int64_t calls_a_day) {
        if (calls_a_day > 0) days += calls / calls_a_day + 2;
    };
    constexpr std::int64_t longest_call = 60;
    add(limits.max_calls_per_day);
    add(limits.max_minutes_per_day / longest_call);
    add(limits.max_spend_per_day / (10'000 * longest_call));
    return days;
}

CampaignSettings settings_with_all_rules(const Plan& plan) {
    CampaignSettings settings;
    settings.from_number = "+15551234567";
    settings.twiml_url = "https://agent.example/twiml?n={{phone}}";
    settings.time_limit_seconds = 300;
    settings.calls_per_second = 0.5;
    settings.max_concurrent_calls = 4;
    settings.max_attempts = 3;
    settings.retries.busy.emplace();
    settings.retries.busy->times = 2;
    settings.retries.busy->delays_seconds = {120, 3'600};
    settings.retries.no_answer.emplace();
    settings.retries.no_answer->times = 1;
    settings.retries.no_answer->first_delay_seconds = 7'200;
    settings.retries.no_answer->jitter = 0.2;
    settings.retries.failed.emplace();
    settings.min_gap_seconds = 900;
    settings.allowed_countries = {"US", "CH"};
    settings.from_pool.numbers = {"+15551234567", "+12025550100", "+41446681800"};
    settings.from_pool.strategy = PoolStrategy::local_presence;
    settings.from_pool.max_calls_per_day = 30;
    settings.from_pool.rest = RestRule{10, 0.2, 0.5, 1'800};
    settings.time_zone = "America/Chicago";
    CallingWindow day;
    day.days.set();
    day.from = std::chrono::hours{9};
    day.to = std::chrono::hours{19};
    settings.calling_hours.windows = {day};
    const auto second_day = std::chrono::floor<std::chrono::days>(plan.start) + std::chrono::days{1};
    settings.calling_hours.blackout_dates = {std::chrono::local_days{second_day.time_since_epoch()}};
    return settings;
}

MachineDetection draw_detection(Dice& dice) {
    MachineDetection detection;
    if (dice.chance(0.5)) detection.mode = DetectionMode::detect_message_end;
    if (dice.chance(0.5)) detection.on_machine = OnMachine::hang_up;
    detection.timeout_seconds = dice.between(3, 59);
    return detection;
}

}  // namespace

Plan plan_with_all_rules() {
    Plan plan;
    plan.has_all_rules = true;
    plan.start = ordinary;
    plan.length = 3 * 24 * hour;
    plan.campaigns = 2;
    plan.contacts = 60;
    plan.requests = 20;
    AccountLimits& limits = plan.dialer.limits;
    limits.max_concurrent_calls = 6;
    limits.max_concurrent_calls_per_from_number = 3;
    limits.max_calls_per_number_per_day = 2;
    limits.max_calls_per_number_per_week = 4;
    limits.max_calls_per_day = 40;
    limits.max_minutes_per_day = 150;
    limits.max_spend_per_day = 2'500'000;
    limits.prices = PriceTable::parse("1=0.01,41=0.01").value();
    limits.time_zone = "America/New_York";
    plan.dialer.calls_per_second = 1;
    plan.dialer.status_callback_url = "https://dialer.example/twilio-status";
    plan.dialer.adhoc_settings = settings_with_all_rules(plan);
    plan.dialer.adhoc_settings.calling_hours = {};
    plan.policy.limits = limits;
    plan.policy.checks.reconcile_schedule = {Seconds{30}, Seconds{120}, Seconds{900}, Seconds{21'600}};
    plan.policy.adhoc_settings = plan.dialer.adhoc_settings;
    return plan;
}

Plan draw_plan(Dice& dice) {
    if (dice.chance(0.02)) return plan_with_all_rules();
    Plan plan;
    plan.is_near_dst = dice.chance(0.3);
    plan.start = plan.is_near_dst ? dice.pick(dst_edges) - dice.between(1, 20) * minute : ordinary;
    plan.length = draw_length(dice);
    plan.campaigns = static_cast<int>(dice.between(1, 3));
    plan.contacts = draw_contacts(dice);
    if (dice.chance(0.2)) plan.threads = store::Threads::none;
    plan.requests = static_cast<int>(dice.between(0, 25));

    constexpr std::array rates{0.5, 1.0, 5.0, 30.0};
    plan.dialer.calls_per_second = dice.pick(rates);
    plan.dialer.limits = draw_limits(plan, dice);
    plan.policy.limits = plan.dialer.limits;
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
    if (plan.has_all_rules) return settings_with_all_rules(plan);
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
    if (dice.chance(0.15)) settings.from_pool = draw_pool(dice);
    if (dice.chance(0.3)) settings.machine_detection = draw_detection(dice);
    draw_guards(settings, dice);
    return settings;
}

Milliseconds longest_rest(const Plan& plan, const std::vector<CampaignSettings>& settings) {
    // The schedule for unknown calls, polls that grow rarer, callbacks that are very late.
    Milliseconds longest = plan.policy.checks.reconcile_schedule.back() + 40 * hour;
    const AccountLimits& limits = plan.dialer.limits;
    std::int64_t calls = plan.requests;
    for (const CampaignSettings& each : settings) calls += plan.contacts * each.max_attempts;
    longest += days_for(calls, limits) * 24 * hour;
    for (const CampaignSettings& each : settings) {
        const Seconds one_try{each.retry_delay_seconds + each.timeout_seconds + each.time_limit_seconds};
        const double rate = std::min(each.calls_per_second, plan.dialer.calls_per_second);
        auto cap = std::min(each.max_concurrent_calls, limits.max_concurrent_calls);
        if (const auto most = limits.max_concurrent_calls_per_from_number; most > 0)
            cap = std::min(cap, most);
        const Seconds one_after_the_other{static_cast<std::int64_t>(plan.contacts / rate) +
                                          plan.contacts * (each.timeout_seconds + each.time_limit_seconds) /
                                              cap};
        longest += (each.max_attempts + 1) * (one_try + one_after_the_other);
        // Each try may have to wait for the next day.
        if (!each.calling_hours.restrict_nothing()) longest += (each.max_attempts + 2) * 24 * hour;
        if (limits.max_calls_per_number_per_day > 0) longest += (each.max_attempts + 1) * 24 * hour;
        if (limits.max_calls_per_number_per_week > 0) longest += (each.max_attempts + 1) * 7 * 24 * hour;
        const FromPool& pool = each.from_pool;
        if (pool.max_calls_per_day > 0) longest += (calls / pool.max_calls_per_day + 2) * 24 * hour;
        if (pool.rest) longest += (calls / pool.rest->of_last + 2) * Seconds{pool.rest->rest_seconds};
    }
    return longest;
}

}  // namespace carillon::test
