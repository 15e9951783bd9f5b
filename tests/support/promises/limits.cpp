// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <utility>

#include "support/promises/checks.hpp"
#include "support/promises/hours.hpp"

namespace carillon::test {
namespace {

/// A call that was unknown this long holds no place any more (src/dialer/shift.hpp): it may ring beside a
/// full house.
constexpr std::int64_t unknown_holds_a_place_ms = 15 * 60'000;

using Instants = std::vector<Instant>;

/// The most calls within any one second.
std::ptrdiff_t most_in_a_second(const Instants& instants) {
    auto oldest = instants.begin();
    std::ptrdiff_t most = 0;
    for (auto newest = instants.begin(); newest != instants.end(); ++newest) {
        while (*newest - *oldest >= Milliseconds{1000}) ++oldest;
        most = std::max(most, newest - oldest + 1);
    }
    return most;
}

/// By how many calls some stretch of time, short or long, passes what the rate allows for it.
double most_beyond(const Instants& instants, double calls_per_second) {
    double fewest_before = 0, most = 0, number = 0;
    for (const Instant instant : instants) {
        const double ahead =
            number - calls_per_second * static_cast<double>((instant - instants.front()).count()) / 1000;
        fewest_before = std::min(fewest_before, ahead);
        most = std::max(most, ahead - fewest_before);
        ++number;
    }
    return most;
}

/// One more than the rate: the ledger's clock is the carrier's, and the way to it is not always equally long.
/// Behind a stall what left in time arrives at once.
void check_pace(const Evidence& evidence, PromiseReport& report) {
    if (!evidence.calls_per_second) return;
    Instants instants;
    for (const LedgerCall& call : evidence.ledger.calls)
        if (is_ours(call)) instants.push_back(call.requested_at);
    std::sort(instants.begin(), instants.end());
    report.checked += std::ssize(instants);
    const double rate = *evidence.calls_per_second;
    if (evidence.longest_stall > 0) {
        const double beyond = most_beyond(instants, rate);
        if (beyond > rate * evidence.longest_stall + 1)
            report.breaches.push_back(std::to_string(beyond) +
                                      " more calls were placed than the rate allows");
    } else if (const auto most = most_in_a_second(instants);
               most > static_cast<std::ptrdiff_t>(std::ceil(rate)) + 1) {
        report.breaches.push_back(std::to_string(most) + " calls were placed within one second");
    }
}

}  // namespace

bool was_held_against_cap(const CallRow& row) {
    return row.state != "unresolved" && row.submitted_at && row.accepted_at &&
           *row.accepted_at - *row.submitted_at < unknown_holds_a_place_ms;
}

std::int64_t most_at_once(std::vector<std::pair<Instant, int>> changes) {
    std::sort(changes.begin(), changes.end());
    std::int64_t open = 0;
    std::int64_t most = 0;
    for (const auto& [at, change] : changes) most = std::max(most, open += change);
    return most;
}

namespace {

void check_caps(const Evidence& evidence, const Facts& facts, PromiseReport& report) {
    std::vector<std::pair<Instant, int>> account;
    std::map<std::int64_t, std::vector<std::pair<Instant, int>>> campaigns;
    std::map<std::int64_t, std::int64_t> caps;
    for (const LedgerCall& call : evidence.ledger.calls) {
        const CallRow* row = facts.row_of(call);
        if (!is_ours(call) || row == nullptr || !was_held_against_cap(*row)) continue;
        const auto enter = [&](auto& changes) {
            changes.emplace_back(call.requested_at, 1);
            if (call.ended_at) changes.emplace_back(*call.ended_at, -1);
        };
        enter(account);
        if (row->campaign_id == 0) continue;
        enter(campaigns[row->campaign_id]);
        caps[row->campaign_id] = std::max(caps[row->campaign_id], row->max_concurrent_calls);
    }
    report.checked += std::ssize(account);
    if (evidence.max_concurrent_calls && most_at_once(account) > *evidence.max_concurrent_calls)
        report.breaches.push_back(std::to_string(most_at_once(account)) +
                                  " calls were open at once, allowed are " +
                                  std::to_string(*evidence.max_concurrent_calls));
    for (const auto& [campaign, changes] : campaigns)
        if (caps[campaign] > 0 && most_at_once(changes) > caps[campaign])
            report.breaches.push_back(std::to_string(most_at_once(changes)) + " calls of campaign " +
                                      std::to_string(campaign) + " were open at once, allowed are " +
                                      std::to_string(caps[campaign]));
}

/// RFC 3339 in UTC with milliseconds sorts as time does.
bool is_outside(const CallRow& row) {
    const std::string at = to_rfc3339(from_unix_ms(*row.submitted_at));
    return (!row.start_at.empty() && at < row.start_at) || (!row.end_at.empty() && at >= row.end_at);
}

/// By our own clock: whoever was suppressed, or whose campaign was canceled, before the point of no return.
void check_stops(const Evidence& evidence, const Facts& facts, PromiseReport& report) {
    for (const LedgerCall& call : evidence.ledger.calls) {
        const CallRow* row = facts.row_of(call);
        if (!is_ours(call) || row == nullptr || !row->submitted_at) continue;
        report.checked += 4;
        if (is_outside(*row))
            report.breaches.push_back("call " + std::to_string(row->id) +
                                      " was placed outside of its campaign's time");
        if (const auto hour = row->contact_id == 0 ? "" : find_wrong_hour(*row); !hour.empty())
            report.breaches.push_back("call " + std::to_string(row->id) +
                                      " was placed outside of its calling hours: " + hour);
        const auto suppressed = facts.suppressed_at.find(call.to);
        if (suppressed != facts.suppressed_at.end() && suppressed->second < *row->submitted_at)
            report.breaches.push_back("call " + std::to_string(row->id) + " went to a suppressed number");
        const auto campaign = facts.campaigns.find(row->campaign_id);
        if (campaign != facts.campaigns.end() && campaign->second.status == "canceled" &&
            campaign->second.ended_at.value_or(*row->submitted_at) < *row->submitted_at)
            report.breaches.push_back("call " + std::to_string(row->id) +
                                      " was placed for a canceled campaign");
    }
}

}  // namespace

void check_limits_are_kept(const Evidence& evidence, const Facts& facts, PromiseReport& report) {
    check_pace(evidence, report);
    if (evidence.wall_clock_was_set) return;  // how long a call was unknown, and what was first, is not known
    check_caps(evidence, facts, report);
    check_stops(evidence, facts, report);
    check_usage_is_limited(evidence, facts, report);
}

}  // namespace carillon::test
