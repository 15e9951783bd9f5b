// SPDX-License-Identifier: MIT
#include "dialer/rules/explain.hpp"

#include <algorithm>

namespace carillon::dialer::rules {
namespace {

bool stops(const RuleResult& result) {
    return result.verdict != Verdict::passed;
}

std::vector<RuleResult> results_of(const std::vector<Ruling>& rulings) {
    std::vector<RuleResult> results;
    for (const Ruling& each : rulings) results.push_back(each.result);
    return results;
}

/// When all rules let it pass, as far as each of them knows: what stops it is asked again when it says that
/// it will be over.
std::optional<Instant> next_call_at(const store::Inquiry& inquiry, const AccountLimits& limits, Instant now) {
    constexpr int most_steps = 50;  // windows of several zones may take turns
    for (int i = 0; i < most_steps; ++i) {
        const auto rulings = judge_all(inquiry, limits, now);
        const bool is_free = std::none_of(
            rulings.begin(), rulings.end(), [](const Ruling& each) { return stops(each.result); });
        if (is_free) return now;
        Instant next = now;
        for (const Ruling& each : rulings) {
            if (!stops(each.result)) continue;
            if (!each.result.until || *each.result.until <= now) return std::nullopt;
            next = std::max(next, *each.result.until);
        }
        now = next;
    }
    return std::nullopt;
}

}  // namespace

Explanation sum_up(std::vector<RuleResult> results) {
    Explanation explanation;
    const auto first = std::find_if(results.begin(), results.end(), stops);
    if (first == results.end()) {
        explanation.summary = "Nothing stands in the way of a call now.";
    } else {
        explanation.stopped_by = first->rule;
        explanation.next_call_at = first->until;
        explanation.summary =
            (first->verdict == Verdict::blocks ? "No call: " : "No call now: ") + first->words + ".";
    }
    explanation.rules = std::move(results);
    return explanation;
}

Explanation explain(const store::Inquiry& inquiry, const AccountLimits& limits, Instant now) {
    Explanation explanation = sum_up(results_of(judge_all(inquiry, limits, now)));
    explanation.next_call_at = next_call_at(inquiry, limits, now);
    if (!explanation.stopped_by.empty() && explanation.next_call_at)
        explanation.summary += " A call is possible from " + to_rfc3339(*explanation.next_call_at) + " on.";
    return explanation;
}

RuleResult explain_waiting(const WaitingOutlook& outlook) {
    if (!outlook.somebody_waits)
        return {"contacts", Verdict::blocks, std::nullopt, "no contact waits for a call"};
    if (outlook.somebody_is_due) return {"contacts", Verdict::passed, std::nullopt, "contacts are due"};
    return {"contacts",
            Verdict::waits,
            outlook.look_again_at,
            "of the contacts that wait none is due, or it is not their hour"};
}

}  // namespace carillon::dialer::rules
