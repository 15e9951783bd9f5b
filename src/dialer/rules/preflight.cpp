// SPDX-License-Identifier: MIT
#include "dialer/rules/preflight.hpp"

#include <algorithm>
#include <cmath>

#include "dialer/rules/explain.hpp"
#include "settings.hpp"

namespace carillon::dialer::rules {
namespace {

/// As long as the rate makes it, or, where calls take long, the places.
std::int64_t seconds_for(std::int64_t calls, std::int64_t seconds_each, const CampaignSettings& settings) {
    const auto count = static_cast<double>(calls);
    const double by_rate = count / settings.calls_per_second;
    const double by_places =
        count * static_cast<double>(seconds_each) / static_cast<double>(settings.max_concurrent_calls);
    return static_cast<std::int64_t>(std::ceil(std::max(by_rate, by_places)));
}

}  // namespace

PreflightSum::PreflightSum(CampaignSettings settings, AccountLimits limits, Instant now)
    : settings_(std::move(settings)), limits_(std::move(limits)), now_(now) {
    sum_.missing = missing_for_start(settings_);
}

void PreflightSum::add_callable(const store::Inquiry& inquiry) {
    const auto price = limits_.prices.per_minute(inquiry.standing.call.to_number);
    if (!price) ++sum_.without_price;
    const std::int64_t tries =
        std::max<std::int64_t>(settings_.max_attempts - inquiry.standing.contact->attempts, 1);
    const std::int64_t minutes = (settings_.time_limit_seconds + 59) / 60;
    ++sum_.calls_least;
    sum_.calls_most += tries;
    sum_.cost_least += price.value_or(0);
    sum_.cost_most += price.value_or(0) * minutes * tries;
}

void PreflightSum::add_waiting(const store::Inquiry& inquiry, const std::vector<std::string>& missing) {
    const Explanation why = explain(inquiry, limits_, now_);
    // Who has to wait for one thing and is blocked by another is never called.
    const auto blocking = std::find_if(why.rules.begin(), why.rules.end(), [](const RuleResult& each) {
        return each.verdict == Verdict::blocks;
    });
    if (blocking != why.rules.end()) return add_blocked(blocking->words);
    for (const std::string& name : missing) ++sum_.missing_variables[name];
    add_callable(inquiry);
    if (why.stopped_by.empty()) {
        ++sum_.now;
    } else {
        ++sum_.later;
        ++sum_.later_by_rule[std::string{why.stopped_by}];
    }
    if (why.next_call_at)
        sum_.first_call_at = std::min(sum_.first_call_at.value_or(*why.next_call_at), *why.next_call_at);
}

void PreflightSum::add_blocked(const std::string& reason) {
    ++sum_.never;
    ++sum_.never_by_reason[reason];
}

Preflight PreflightSum::result() const {
    constexpr std::int64_t shortest_call = 0;
    Preflight result = sum_;
    result.seconds_least = seconds_for(result.calls_least, shortest_call, settings_);
    result.seconds_most =
        seconds_for(result.calls_most, settings_.timeout_seconds + settings_.time_limit_seconds, settings_);
    return result;
}

}  // namespace carillon::dialer::rules
