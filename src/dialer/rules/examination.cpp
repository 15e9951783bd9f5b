// SPDX-License-Identifier: MIT
// The chain of rules as the store borrows it, and what is kept of its answer.
#include "dialer/rules/account_day.hpp"
#include "dialer/rules/chain.hpp"
#include "dialer/rules/contact_hours.hpp"
#include "dialer/rules/from_numbers.hpp"
#include "dialer/rules/limit_rules.hpp"
#include "dialer/rules/settlement.hpp"
#include "time_zone.hpp"

namespace carillon::dialer::rules {

store::Examination Settling::examine(const store::Inquiry& inquiry, store::Moment moment, Instant now) const {
    return rules::examine(inquiry, policy_.limits, moment, now);
}

std::string Settling::day_of(Instant now) const {
    return rules::day_of(policy_.limits.time_zone, now);
}

store::Booking Settling::book(const Call& call, const CampaignSettings& settings, Instant now) const {
    return rules::book(call, settings, policy_.limits, now);
}

std::optional<store::Rest> Settling::rest_after(const CampaignSettings& settings,
                                                const std::vector<store::EndedCall>& calls,
                                                Instant now) const {
    const auto& rule = settings.from_pool.rest;
    return rule ? rules::rest_after(*rule, calls, now) : std::nullopt;
}

JsonParts Settling::evidence(const store::Inquiry& inquiry,
                             std::vector<RuleResult> rules,
                             Instant now) const {
    Evidence evidence{now, {}, "nobody", std::move(rules)};
    const auto& [call, contact, settings, status, endings] = inquiry.standing;
    if (contact && settings) {
        for (const std::string& zone : zones_that_count(*settings, contact->zones))
            if (is_time_zone(zone)) evidence.local_times.push_back({zone, clock_text(zone, now)});
        if (!contact->time_zone.empty())
            evidence.zone_found_by = "row";
        else if (!contact->zones.empty())
            evidence.zone_found_by = "number";
        else if (!settings->time_zone.empty())
            evidence.zone_found_by = "campaign";
    }
    return evidence_to_json(evidence);
}

}  // namespace carillon::dialer::rules
