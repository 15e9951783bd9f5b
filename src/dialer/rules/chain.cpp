// SPDX-License-Identifier: MIT
#include "dialer/rules/chain.hpp"

#include <array>

#include "dialer/rules/contact_rules.hpp"
#include "dialer/rules/limit_rules.hpp"

namespace carillon::dialer::rules {
namespace {

constexpr bool of_contacts = true;
constexpr bool since_claim = true;

constexpr std::array chain{
    Rule{"contact", judge_status, of_contacts, since_claim},
    Rule{"campaign", judge_campaign, of_contacts, !since_claim},
    Rule{"campaign_time", judge_campaign_time, of_contacts, !since_claim},
    Rule{"due", judge_due, of_contacts, since_claim},
    Rule{"suppression", judge_suppression, !of_contacts, !since_claim},
    Rule{"number_in_use", judge_number_in_use, !of_contacts, since_claim},
    Rule{"number", judge_number, !of_contacts, !since_claim},
    Rule{"calling_hours", judge_calling_hours, of_contacts, !since_claim},
    Rule{"min_gap", judge_min_gap, of_contacts, !since_claim},
    Rule{"number_limits", judge_number_limits, !of_contacts, !since_claim},
    Rule{"account_limits", judge_account_limits, !of_contacts, since_claim},
    Rule{"places", judge_places, !of_contacts, since_claim},
    Rule{"from_number", judge_from_number, !of_contacts, since_claim},
};

Ruling judge(const Rule& rule, const store::Inquiry& inquiry, const AccountLimits& limits, Instant now) {
    Ruling ruling = rule.judge(inquiry, limits, now);
    ruling.result.rule = rule.name;
    return ruling;
}

bool is_asked(const Rule& rule, const store::Inquiry& inquiry) {
    return inquiry.standing.contact || !rule.needs_contact;
}

}  // namespace

std::span<const Rule> all_rules() {
    return chain;
}

std::vector<Ruling> judge_all(const store::Inquiry& inquiry, const AccountLimits& limits, Instant now) {
    std::vector<Ruling> rulings;
    for (const Rule& rule : chain)
        if (is_asked(rule, inquiry)) rulings.push_back(judge(rule, inquiry, limits, now));
    return rulings;
}

store::Examination examine(const store::Inquiry& inquiry,
                           const AccountLimits& limits,
                           store::Moment moment,
                           Instant now) {
    store::Examination examination;
    std::string from_number = inquiry.standing.call.from_number;
    for (const Rule& rule : chain) {
        if (!is_asked(rule, inquiry)) continue;
        if (moment == store::Moment::submission && rule.holds_since_claim) {
            examination.rules.push_back({rule.name, Verdict::passed, std::nullopt, "when it was claimed"});
            continue;
        }
        Ruling ruling = judge(rule, inquiry, limits, now);
        if (!ruling.from_number.empty()) from_number = std::move(ruling.from_number);
        examination.rules.push_back(ruling.result);
        if (ruling.result.verdict == Verdict::passed) continue;
        examination.step = std::move(ruling.step);
        if (ruling.is_limit) examination.limit = std::move(ruling.result);
        return examination;
    }
    const CampaignSettings none;
    examination.booking = book(
        inquiry.standing.call, inquiry.standing.settings ? *inquiry.standing.settings : none, limits, now);
    examination.booking.from_number = std::move(from_number);
    return examination;
}

}  // namespace carillon::dialer::rules
