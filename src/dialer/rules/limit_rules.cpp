// SPDX-License-Identifier: MIT
#include "dialer/rules/limit_rules.hpp"

#include <algorithm>
#include <limits>

#include "dialer/rules/account_day.hpp"
#include "dialer/rules/from_numbers.hpp"
#include "dialer/rules/ruling.hpp"

namespace carillon::dialer::rules {
namespace {

using store::Inquiry;

/// There is no room now, for this contact and for others of its campaign.
Ruling is_full(std::string words, std::optional<Instant> until = std::nullopt) {
    Ruling ruling{{{}, Verdict::waits, until, std::move(words)}};
    ruling.is_limit = true;
    return ruling;
}

std::string of(std::int64_t used, std::int64_t limit) {
    return std::to_string(used) + " of " + std::to_string(limit);
}

/// When fewer than `most` calls lie within `span` again; none: they do now.
std::optional<Instant> free_at(const std::vector<Instant>& called_at,
                               std::int64_t most,
                               Seconds span,
                               Instant now) {
    if (most == 0 || std::ssize(called_at) < most) return std::nullopt;
    const Instant free = called_at[static_cast<std::size_t>(most - 1)] + span;
    return now < free ? std::optional{free} : std::nullopt;
}

std::int64_t begun_minutes(std::int64_t seconds) {
    return (seconds + 59) / 60;
}

const CampaignSettings& settings_of(const Inquiry& inquiry) {
    static const CampaignSettings none;
    return inquiry.standing.settings ? *inquiry.standing.settings : none;
}

}  // namespace

std::int64_t account_room(const AccountLimits& limits, const store::AccountUse& account) {
    std::int64_t room = std::numeric_limits<std::int64_t>::max();
    if (limits.max_concurrent_calls > 0) room = limits.max_concurrent_calls - account.open_calls;
    if (limits.max_calls_per_day > 0) room = std::min(room, limits.max_calls_per_day - account.today.calls);
    return room;
}

store::Booking book(const Call& call,
                    const CampaignSettings& settings,
                    const AccountLimits& limits,
                    Instant now) {
    store::Booking booking;
    booking.from_number = call.from_number;
    booking.day = day_of(limits.time_zone, now);
    booking.reserved_minutes = begun_minutes(settings.time_limit_seconds);
    booking.price_micros = limits.prices.per_minute(call.to_number).value_or(0);
    return booking;
}

Ruling judge_number_limits(const Inquiry& inquiry, const AccountLimits& limits, Instant now) {
    const auto& calls = inquiry.number.called_at;
    const auto by_day = free_at(calls, limits.max_calls_per_number_per_day, std::chrono::hours{24}, now);
    const auto by_week =
        free_at(calls, limits.max_calls_per_number_per_week, std::chrono::hours{7 * 24}, now);
    const auto until = std::max(by_day, by_week);  // none is less than any
    if (!until) return passes(std::to_string(calls.size()) + " calls to the number in the last 7 days");
    return waits(inquiry,
                 *until,
                 "the number was called as often as the account's limits allow in " +
                     std::string{by_week == until ? "7 days" : "24 hours"});
}

Ruling judge_account_limits(const Inquiry& inquiry, const AccountLimits& limits, Instant now) {
    const store::Use& used = inquiry.account.today;
    if (limits.max_calls_per_day > 0 && used.calls >= limits.max_calls_per_day)
        return is_full(
            "the account's calls of today are used up: " + of(used.calls, limits.max_calls_per_day),
            next_day(limits.time_zone, now));
    if (limits.max_minutes_per_day == 0 && limits.max_spend_per_day == 0)
        return passes("within the account's limits of the day");
    const store::Booking wanted = book(inquiry.standing.call, settings_of(inquiry), limits, now);
    if (limits.max_minutes_per_day > 0 && used.minutes + wanted.reserved_minutes > limits.max_minutes_per_day)
        return is_full("the account's minutes of today do not allow a call of " +
                           std::to_string(wanted.reserved_minutes) + " minutes: " +
                           of(used.minutes, limits.max_minutes_per_day) + " are used or reserved",
                       next_day(limits.time_zone, now));
    if (limits.max_spend_per_day > 0) {
        const std::string& number = inquiry.standing.call.to_number;  // empty: a campaign as a whole
        if (!number.empty() && !limits.prices.per_minute(number)) {
            return blocks("price: CARILLON_PRICES_PER_MINUTE has none for this number");
        }
        const Micros cost = wanted.reserved_minutes * wanted.price_micros;
        if (used.spend_micros + cost > limits.max_spend_per_day)
            return is_full("the account's spend of today does not allow a call that may cost " +
                               amount_text(cost) + ": " + amount_text(used.spend_micros) + " of " +
                               amount_text(limits.max_spend_per_day) + " are used or reserved",
                           next_day(limits.time_zone, now));
    }
    return passes("within the account's limits of the day");
}

Ruling judge_places(const Inquiry& inquiry, const AccountLimits& limits, Instant) {
    const std::int64_t open = inquiry.account.open_calls;
    if (limits.max_concurrent_calls > 0 && open >= limits.max_concurrent_calls)
        return is_full("as many calls of the account are open as may be: " +
                       of(open, limits.max_concurrent_calls));
    const auto campaign = inquiry.standing.call.campaign_id;
    const auto found =
        campaign ? inquiry.account.open_by_campaign.find(*campaign) : inquiry.account.open_by_campaign.end();
    const std::int64_t most = settings_of(inquiry).max_concurrent_calls;
    if (found != inquiry.account.open_by_campaign.end() && found->second >= most)
        return is_full("as many calls of the campaign are open as may be: " + of(found->second, most));
    return passes("a place is free: " + std::to_string(open) + " calls are open");
}

Ruling judge_from_number(const Inquiry& inquiry, const AccountLimits& limits, Instant now) {
    const CampaignSettings& settings = settings_of(inquiry);
    std::vector<std::string> free;
    std::optional<Instant> until;
    std::string why;
    for (const std::string& number : from_numbers_of(settings)) {
        const auto pause = pause_of(number, settings, inquiry.account, limits, now);
        if (!pause) {
            free.push_back(number);
            continue;
        }
        if (pause->until) until = std::min(until.value_or(*pause->until), *pause->until);
        why += (why.empty() ? "" : ", ") + number + " " + pause->why;
    }
    if (free.empty()) return is_full(why.empty() ? "the campaign has no number to call from" : why, until);
    Ruling ruling = passes({});
    ruling.from_number = choose_from_number(
        settings.from_pool, free, inquiry.account, inquiry.standing.call.to_number, inquiry.last_from_number);
    ruling.result.words = ruling.from_number + " calls";
    return ruling;
}

}  // namespace carillon::dialer::rules
