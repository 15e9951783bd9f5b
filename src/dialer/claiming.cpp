// SPDX-License-Identifier: MIT
// Whom to ring now: look at what waits, deal the free slots out, claim, and send each on its way.
#include <algorithm>
#include <exception>

#include "dialer/rules/account_day.hpp"
#include "dialer/rules/limit_rules.hpp"
#include "dialer/rules/schedule.hpp"
#include "dialer/shift.hpp"
#include "journal.hpp"

namespace carillon::dialer {
namespace {

/// How far ahead of their instant calls are claimed: long enough for the two commits before the POST, short
/// enough that a pause or a suppression finds next to nothing on its way.
constexpr std::chrono::milliseconds ahead{100};
/// Whatever makes a contact due rings the bell; should one be forgotten, nobody waits longer than this.
constexpr std::chrono::seconds at_the_latest{60};
/// Contacts that expire in one transaction.
constexpr std::int64_t portion = 1'000;
/// After trouble with the store.
constexpr std::chrono::seconds pause_after_failure{1};
constexpr Instant never = Instant::max();
/// Calls of a campaign that wait for its hook: as many connections.
constexpr std::int64_t most_asking = 100;
/// When there is room again: in the pace of claims, or, where that has some, at the gate before which others
/// stand.
Tick look_again(const rules::Pace& dealt, const rules::Pace& pace, Tick now) {
    const bool is_full = dealt.room_until(now, now + ahead) <= 0;
    return std::max((is_full ? dealt : pace).earliest() - ahead / 2, now + ahead / 10);
}

std::int64_t open_calls_of(const store::Workload& workload, CampaignId campaign) {
    const auto found = workload.account.open_by_campaign.find(campaign);
    return found == workload.account.open_by_campaign.end() ? 0 : found->second;
}

}  // namespace

asio::awaitable<void> Dialer::Shift::run() {
    co_await catch_up_after_restore();
    spawn(take_back_suppressed(), "cancel at the carrier");  // what the last stop had cut short
    while (!draining_) {
        Tick next = clock_.tick() + pause_after_failure;
        try {
            next = co_await claim_and_ring();
        } catch (
            const std::exception& error) {  // the store is in trouble: nothing new is rung until it is well
            journal::loop_failed("claim", error.what());
        }
        if (!draining_) co_await claim_bell_.wait_until(clock_, next);
    }
}

/// Which of a campaign's waiting contacts may be called now, and what is to be done about the others.
Dialer::Shift::Outlook Dialer::Shift::look_at(const store::DialableCampaign& campaign, Instant now) {
    Outlook outlook;
    if (campaign.waiting.empty()) return outlook;
    const auto look_again_at = [&](Instant at) {
        outlook.look_again_at = std::min(outlook.look_again_at.value_or(at), at);
    };
    const auto retire = [&](ContactStatus status, std::string reason, std::optional<std::int64_t> zone_set) {
        outlook.retiring.push_back(
            {campaign.id, campaign.settings_version, zone_set, status, std::move(reason), portion, now});
    };
    switch (rules::phase_of(campaign.settings, now)) {
        case rules::Phase::before:
            look_again_at(*campaign.settings.start_at);
            return outlook;
        case rules::Phase::over:
            retire(ContactStatus::expired, store::expired_reason, std::nullopt);
            return outlook;
        case rules::Phase::open:
            break;
    }
    if (campaign.settings.end_at) look_again_at(*campaign.settings.end_at);
    for (const store::WaitingZone& zone : campaign.waiting) {
        const rules::HoursVerdict& hours = hours_book_.judge(campaign, zone, now);
        if (hours.answer == rules::HoursVerdict::Answer::never) {
            retire(ContactStatus::blocked, hours.reason, zone.zone_set_id);
        } else if (hours.answer == rules::HoursVerdict::Answer::closed) {
            look_again_at(*hours.until);
        } else if (zone.next_due_at > now) {
            look_again_at(zone.next_due_at);
        } else {
            outlook.zones_due.push_back(zone.zone_set_id);
        }
    }
    return outlook;
}

asio::awaitable<Tick> Dialer::Shift::claim_and_ring() {
    const Instant now = clock_.now();
    const Tick tick = clock_.tick();
    const ClockReading reading = even_clock_.read(now, tick);
    Tick next = tick + at_the_latest;
    // Not further ahead, because a steady clock's nanoseconds hold no more than 292 years.
    const auto wake_at = [&](Instant at) -> Tick {
        return tick + std::min<Milliseconds>(at - now, at_the_latest);
    };

    const store::Survey question{now - unknown_holds_a_place, rules::day_of(config_.limits.time_zone, now)};
    const store::Workload workload = co_await store_.survey(question);
    std::vector<rules::Applicant> applicants;
    std::map<CampaignId, std::vector<std::int64_t>> open_zones;
    std::vector<store::RetireContacts> retiring;
    for (const auto& campaign : workload.campaigns) {
        const Outlook outlook = look_at(campaign, now);
        if (outlook.look_again_at) next = std::min(next, wake_at(*outlook.look_again_at));
        retiring.insert(retiring.end(), outlook.retiring.begin(), outlook.retiring.end());
        if (outlook.zones_due.empty()) continue;
        const Lane& lane = lane_of(campaign.id, campaign.settings.calls_per_second);
        const auto by_rate = lane.dealt.room_until(tick, tick + ahead) - lane.waiting;
        auto by_cap = campaign.settings.max_concurrent_calls - open_calls_of(workload, campaign.id);
        if (campaign.settings.pre_dial_hook)
            by_cap = std::min(by_cap, (lane.hook_is_down ? 1 : most_asking) - lane.asking);
        if (by_rate <= 0) next = std::min(next, look_again(lane.dealt, lane.pace, tick));
        if (std::min(by_rate, by_cap) > 0) applicants.push_back({campaign.id, std::min(by_rate, by_cap)});
        open_zones[campaign.id] = outlook.zones_due;
    }

    // In portions, so that webhooks and other campaigns are served in between.
    for (auto& each : retiring) {
        co_await store_.retire_contacts(std::move(each));
        next = tick;
    }

    const auto by_rate = account_dealt_.room_until(tick, tick + ahead) - waiting_;
    const auto by_limits = rules::account_room(config_.limits, workload.account);
    const auto shares = rules::deal(applicants, std::min(by_rate, by_limits), last_served_);
    if (!applicants.empty() && by_rate <= 0)
        next = std::min(next, look_again(account_dealt_, account_pace_, tick));
    if (shares.empty()) co_return next;

    store::ClaimDue wanted;
    wanted.now = now;
    wanted.clock_even_since = reading.even_since;
    wanted.unknown_since = question.unknown_since;
    for (const auto& share : shares) {
        wanted.turns.push_back({share.campaign_id, share.count, open_zones[share.campaign_id]});
        for (std::int64_t i = 0; i < share.count; ++i) wanted.tokens.push_back(new_token_());
    }
    last_served_ = shares.back().campaign_id;
    auto claims = co_await store_.claim_due(std::move(wanted));
    // A limit that let nobody through: an end of a call rings the bell, or its day does.
    if (claims.calls.empty() && claims.limit)
        co_return std::min(next, wake_at(claims.limit->until.value_or(never)));
    for (auto& each : claims.calls) spawn(ring(std::move(each)), "ring");
    co_return tick;  // look again at once: there may be room for more, and waiting_ knows what is on its way
}

}  // namespace carillon::dialer
