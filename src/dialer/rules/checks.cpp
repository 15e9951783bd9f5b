// SPDX-License-Identifier: MIT
#include "dialer/rules/checks.hpp"

#include <algorithm>

#include "call_lifetime.hpp"

namespace carillon::dialer::rules {

Instant next_poll(const Call& call,
                  const CampaignSettings& settings,
                  const CheckPolicy& policy,
                  Instant now) {
    constexpr std::int64_t most_doublings = 6;

    // A conversation may last for an hour; one whose end we were not told would hold its place and its
    // contact that long.
    constexpr int margins_into_a_conversation = 5;

    const bool is_picked_up = call.answered_at.has_value();
    const Instant since = is_picked_up ? *call.answered_at : call.accepted_at.value_or(now);
    const Seconds longest = is_picked_up ? std::min(Seconds{settings.time_limit_seconds},
                                                    policy.poll_margin * (margins_into_a_conversation - 1))
                                         : Seconds{settings.timeout_seconds} + ring_buffer;
    const Instant expected = since + longest + policy.poll_margin;
    if (expected > now) return expected;
    return now + policy.poll_margin * (1 << std::min(call.checks, most_doublings));
}

std::optional<Instant> next_search(const Call& call, const CheckPolicy& policy, Instant now) {
    const auto& schedule = policy.reconcile_schedule;
    const auto done = static_cast<std::size_t>(call.checks);
    if (done >= schedule.size()) return std::nullopt;
    // Before that ours may be on its way still, and the one call in the list somebody else's. Who asks only
    // for a shorter time wants to know no better.
    const Seconds arrived = std::min(longest_request, schedule.back());
    const Seconds age = std::max(schedule[done], arrived);
    const Seconds since_the_last = done == 0 ? Seconds{0} : age - std::max(schedule[done - 1], arrived);
    return std::max(call.submitted_at.value_or(now) + age, now + since_the_last);
}

}  // namespace carillon::dialer::rules
