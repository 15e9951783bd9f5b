// SPDX-License-Identifier: MIT
// P9, of what is used up: a number's patience, the account's day, places for each from-number.
#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "support/promises/checks.hpp"

namespace carillon::test {
namespace {

/// Our calls that the carrier took, with their rows.
using Placed = std::vector<std::pair<const LedgerCall*, const CallRow*>>;

Placed placed_calls(const Evidence& evidence, const Facts& facts) {
    Placed placed;
    for (const LedgerCall& call : evidence.ledger.calls) {
        const CallRow* row = facts.row_of(call);
        if (is_ours(call) && row != nullptr && row->submitted_at) placed.emplace_back(&call, row);
    }
    std::sort(placed.begin(), placed.end(), [](const auto& one, const auto& other) {
        return *one.second->submitted_at < *other.second->submitted_at;
    });
    return placed;
}

/// No more than `most` of these instants, in order, lie within any `span`.
bool holds(const std::vector<std::int64_t>& instants, std::int64_t most, Milliseconds span) {
    if (most == 0) return true;
    for (std::size_t i = static_cast<std::size_t>(most); i < instants.size(); ++i)
        if (instants[i] - instants[i - static_cast<std::size_t>(most)] < span.count()) return false;
    return true;
}

void check_numbers(const Placed& placed, const AccountLimits& limits, PromiseReport& report) {
    std::map<std::string, std::vector<std::int64_t>> calls_to;
    for (const auto& [call, row] : placed) {
        auto& earlier = calls_to[call->to];
        const auto settings = nlohmann::json::parse(row->settings);
        const std::int64_t gap =
            row->contact_id == 0 ? 0 : settings.value("min_gap_seconds", std::int64_t{0});
        if (!earlier.empty() && *row->submitted_at - earlier.back() < gap * 1000)
            report.breaches.push_back("call " + std::to_string(row->id) +
                                      " came before min_gap_seconds was over");
        earlier.push_back(*row->submitted_at);
        ++report.checked;
    }
    constexpr std::chrono::hours day{24};
    for (const auto& [number, instants] : calls_to) {
        if (!holds(instants, limits.max_calls_per_number_per_day, day))
            report.breaches.push_back(number + " was called too often within 24 hours");
        if (!holds(instants, limits.max_calls_per_number_per_week, 7 * day))
            report.breaches.push_back(number + " was called too often within 7 days");
    }
}

struct Day {
    std::int64_t calls = 0;
    std::int64_t minutes = 0;
    Micros spend = 0;
};

void check_days(const Placed& placed, const AccountLimits& limits, PromiseReport& report) {
    std::map<std::string, Day> days;
    for (const auto& [call, row] : placed) {
        Day& day = days[row->day];
        const std::int64_t minutes = (call->duration_seconds + 59) / 60;
        ++day.calls;
        day.minutes += minutes;
        day.spend += minutes * limits.prices.per_minute(call->to).value_or(0);
        report.checked += 3;
    }
    for (const auto& [name, day] : days) {
        if (limits.max_calls_per_day > 0 && day.calls > limits.max_calls_per_day)
            report.breaches.push_back(std::to_string(day.calls) + " calls were placed on " + name);
        if (limits.max_minutes_per_day > 0 && day.minutes > limits.max_minutes_per_day)
            report.breaches.push_back(std::to_string(day.minutes) + " minutes were talked on " + name);
        if (limits.max_spend_per_day > 0 && day.spend > limits.max_spend_per_day)
            report.breaches.push_back(amount_text(day.spend) + " was spent on " + name);
    }
}

void check_from_numbers(const Placed& placed, const AccountLimits& limits, PromiseReport& report) {
    std::map<std::string, std::vector<std::pair<Instant, int>>> changes;
    std::map<std::pair<std::string, std::string>, std::int64_t> calls_of_day;
    for (const auto& [call, row] : placed) {
        const auto pool = nlohmann::json::parse(row->settings).value("from_pool", nlohmann::json{});
        const std::int64_t most = pool.is_object() ? pool.value("max_calls_per_day", std::int64_t{0}) : 0;
        if (++calls_of_day[{row->day, row->from}] > most && most > 0 && row->contact_id != 0)
            report.breaches.push_back(row->from + " placed more calls on " + row->day +
                                      " than its pool allows");
        if (row->contact_id != 0 && pool.is_object() &&
            pool.at("numbers").dump().find('"' + row->from + '"') == std::string::npos)
            report.breaches.push_back("call " + std::to_string(row->id) + " came from no number of its pool");
        if (!was_held_against_cap(*row)) continue;
        changes[row->from].emplace_back(call->requested_at, 1);
        if (call->ended_at) changes[row->from].emplace_back(*call->ended_at, -1);
        report.checked += 2;
    }
    const auto most_open = limits.max_concurrent_calls_per_from_number;
    for (const auto& [number, of_number] : changes)
        if (most_open > 0 && most_at_once(of_number) > most_open)
            report.breaches.push_back(std::to_string(most_at_once(of_number)) + " calls were open from " +
                                      number);
}

}  // namespace

void check_usage_is_limited(const Evidence& evidence, const Facts& facts, PromiseReport& report) {
    const Placed placed = placed_calls(evidence, facts);
    check_numbers(placed, evidence.limits, report);
    check_days(placed, evidence.limits, report);
    check_from_numbers(placed, evidence.limits, report);
}

}  // namespace carillon::test
