// SPDX-License-Identifier: MIT
#include "dialer/rules/contact_steps.hpp"

#include <algorithm>
#include <charconv>

namespace carillon::dialer::rules {
namespace {

using store::ContactStep;
using store::Standing;

ContactStep final_step(ContactStatus status, std::string reason = {}) {
    ContactStep step;
    step.status = status;
    step.reason = std::move(reason);
    return step;
}

/// From 0 to below 1: the same for the same call, so that a decision can be repeated.
double chance_of(const Call& call) {
    std::uint32_t number = 0;
    const std::string& token = call.token.text();
    std::from_chars(token.data(), token.data() + std::min<std::size_t>(token.size(), 8), number, 16);
    return static_cast<double>(number) / 4'294'967'296.0;
}

/// SIP 603 (RFC 3261, 21.6.2): the person was rung and does not want to speak.
constexpr std::int64_t declined = 603;

/// What makes calling this number again useless, or unwelcome; empty: nothing.
std::string find_finality(const Call& ended) {
    if (!ended.sip_response_code) return {};
    const std::string code = " (SIP " + std::to_string(*ended.sip_response_code) + ")";
    switch (*ended.sip_response_code) {
        case declined:
            return "declined" + code;
        case 404:  // RFC 3261: not found, gone, incomplete, exists nowhere
        case 410:
        case 484:
        case 604:
            return "the number cannot be reached" + code;
        default:
            return {};
    }
}

std::int64_t times_before(const Standing& standing, Outcome outcome) {
    const auto found = standing.earlier_endings.find(outcome);
    return found == standing.earlier_endings.end() ? 0 : found->second;
}

/// When it is called again; none: not any more.
std::optional<Instant> next_attempt(const Standing& standing,
                                    const Call& ended,
                                    const std::optional<RetryRule>& rule,
                                    Instant now) {
    if (standing.contact->attempts >= standing.settings->max_attempts) return std::nullopt;
    if (!rule) return now + Seconds{standing.settings->retry_delay_seconds};
    const auto before = times_before(standing, ending_of(ended).value());
    if (before >= rule->times) return std::nullopt;
    return now + rule->delay(before + 1, chance_of(ended));
}

ContactStep retry_or(ContactStatus status,
                     const Standing& standing,
                     const Call& ended,
                     std::optional<RetryRule> RetryRules::*rule,
                     Instant now) {
    if (auto finality = find_finality(ended); !finality.empty())
        return final_step(status, std::move(finality));
    if (!standing.contact || !standing.settings || standing.campaign_status == CampaignStatus::canceled)
        return final_step(status);
    ContactStep step;
    step.next_attempt_at = next_attempt(standing, ended, standing.settings->retries.*rule, now);
    return step.next_attempt_at ? step : final_step(status);
}

std::string reason_of(const Refused& refusal) {
    std::string reason = "refused by the carrier";
    if (refusal.error_code) reason += " (" + std::to_string(*refusal.error_code) + ")";
    return reason;
}

}  // namespace

ContactStep step_after_end(const Standing& standing, const Call& ended, Instant now) {
    switch (ending_of(ended).value()) {
        case Outcome::completed:
            return final_step(ContactStatus::completed);
        case Outcome::voicemail:
            // A message may have been left: who is to be called again after it must be said.
            if (!standing.settings || !standing.settings->retries.voicemail)
                return final_step(ContactStatus::completed);
            return retry_or(ContactStatus::completed, standing, ended, &RetryRules::voicemail, now);
        case Outcome::busy:
            return retry_or(ContactStatus::busy, standing, ended, &RetryRules::busy, now);
        case Outcome::no_answer:
            return retry_or(ContactStatus::no_answer, standing, ended, &RetryRules::no_answer, now);
        case Outcome::failed:
            return retry_or(ContactStatus::failed, standing, ended, &RetryRules::failed, now);
        case Outcome::canceled:
            // Whether it rang before it was canceled cannot be known for sure, so it is never tried again by
            // itself.
            return final_step(ContactStatus::failed, "the call was canceled");
        case Outcome::rejected:
        case Outcome::not_sent:
            break;
    }
    return step_back(standing, now);
}

ContactStep step_after_refusal(const Standing& standing, const Refused& refusal, Instant now) {
    ContactStep step;
    switch (refusal.scope) {
        case RefusalScope::contact:
            step = final_step(ContactStatus::failed, reason_of(refusal));
            break;
        case RefusalScope::country:
            step = final_step(ContactStatus::blocked, "country not enabled, " + reason_of(refusal));
            break;
        case RefusalScope::number:
        case RefusalScope::account:
            step = step_back(standing, now);
            break;
    }
    step.attempt_counts = false;
    return step;
}

ContactStep step_back(const Standing& standing, Instant next_attempt_at) {
    ContactStep step;
    step.attempt_counts = false;
    if (standing.campaign_status == CampaignStatus::canceled) {
        step.status = ContactStatus::canceled;
        step.reason = "the campaign was canceled";
    } else {
        step.next_attempt_at = next_attempt_at;
    }
    return step;
}

}  // namespace carillon::dialer::rules
