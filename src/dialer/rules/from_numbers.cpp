// SPDX-License-Identifier: MIT
#include "dialer/rules/from_numbers.hpp"

#include <algorithm>
#include <tuple>

#include "dialer/rules/account_day.hpp"
#include "numbering_plan.hpp"

namespace carillon::dialer::rules {
namespace {

using store::AccountUse;
using store::EndedCall;

store::FromNumberUse use_of(const AccountUse& account, const std::string& from_number) {
    const auto found = account.from_numbers.find(from_number);
    return found == account.from_numbers.end() ? store::FromNumberUse{} : found->second;
}

std::string country_of(const std::string& e164) {
    const auto number = PhoneNumber::from_e164(e164);
    return number ? facts_of(*number).country : "";
}

std::int64_t shared_digits(const std::string& one, const std::string& other) {
    const auto [end, unused] = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
    return end - one.begin();
}

}  // namespace

std::vector<std::string> from_numbers_of(const CampaignSettings& settings) {
    if (!settings.from_pool.numbers.empty()) return settings.from_pool.numbers;
    if (settings.from_number.empty()) return {};
    return {settings.from_number};
}

std::optional<NumberPause> pause_of(const std::string& from_number,
                                    const CampaignSettings& settings,
                                    const AccountUse& account,
                                    const AccountLimits& limits,
                                    Instant now) {
    const store::FromNumberUse use = use_of(account, from_number);
    const auto most_open = limits.max_concurrent_calls_per_from_number;
    const auto most_today = settings.from_pool.max_calls_per_day;
    if (use.resting_until && now < *use.resting_until)
        return NumberPause{"rests until " + to_rfc3339(*use.resting_until) + " (" + use.rest_reason + ")",
                           use.resting_until};
    if (most_today > 0 && use.calls_today >= most_today)
        return NumberPause{"has placed as many calls today as max_calls_per_day allows",
                           next_day(limits.time_zone, now)};
    if (most_open > 0 && use.open_calls >= most_open)
        return NumberPause{"has as many calls open as one number may have", std::nullopt};
    return std::nullopt;
}

std::string choose_from_number(const FromPool& pool,
                               const std::vector<std::string>& free,
                               const AccountUse& account,
                               const std::string& to_number,
                               const std::string& last_from_number) {
    if (pool.strategy == PoolStrategy::sticky &&
        std::find(free.begin(), free.end(), last_from_number) != free.end())
        return last_from_number;
    const bool is_local = pool.strategy == PoolStrategy::local_presence;
    const std::string country = is_local ? country_of(to_number) : "";
    // Less is better; of equals the first in the list.
    const auto rank = [&](const std::string& number) {
        const store::FromNumberUse use = use_of(account, number);
        const bool is_foreign = is_local && country_of(number) != country;
        const std::int64_t nearness = is_local && !is_foreign ? shared_digits(number, to_number) : 0;
        return std::tuple(is_foreign, -nearness, use.calls_today, use.open_calls);
    };
    return *std::min_element(free.begin(), free.end(), [&](const auto& one, const auto& other) {
        return rank(one) < rank(other);
    });
}

std::optional<store::Rest> rest_after(const RestRule& rule,
                                      const std::vector<EndedCall>& calls,
                                      Instant now) {
    constexpr std::int64_t short_call = 6;  // seconds: below it carriers suspect unwanted calls
    if (std::ssize(calls) < rule.of_last) return std::nullopt;
    const auto last = calls.begin() + rule.of_last;
    const auto is_answered = [](const EndedCall& call) { return call.outcome == Outcome::completed; };
    const auto answered = std::count_if(calls.begin(), last, is_answered);
    const auto short_ones = std::count_if(calls.begin(), last, [&](const EndedCall& call) {
        return is_answered(call) && call.duration_seconds <= short_call;
    });
    const Instant until = now + Seconds{rule.rest_seconds};
    const std::string of = " of its last " + std::to_string(rule.of_last) + " calls";
    if (static_cast<double>(answered) < rule.answer_rate_below * static_cast<double>(rule.of_last))
        return store::Rest{until, "only " + std::to_string(answered) + of + " were answered"};
    if (static_cast<double>(short_ones) > rule.short_calls_above * static_cast<double>(answered))
        return store::Rest{until,
                           std::to_string(short_ones) + " of the " + std::to_string(answered) + " answered" +
                               of + " were over in 6 s"};
    return std::nullopt;
}

}  // namespace carillon::dialer::rules
