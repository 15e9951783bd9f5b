// SPDX-License-Identifier: MIT
#include "dialer/rules/contact_steps.hpp"

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

ContactStep retry_or(ContactStatus status, const Standing& standing, Instant now) {
    const bool may_retry = standing.contact && standing.settings &&
                           standing.contact->attempts < standing.settings->max_attempts &&
                           standing.campaign_status != CampaignStatus::canceled;
    if (!may_retry) return final_step(status);
    ContactStep step;
    step.next_attempt_at = now + Seconds{standing.settings->retry_delay_seconds};
    return step;
}

std::string reason_of(const Refused& refusal) {
    std::string reason = "refused by the carrier";
    if (refusal.error_code) reason += " (" + std::to_string(*refusal.error_code) + ")";
    return reason;
}

}  // namespace

ContactStep step_after_end(const Standing& standing, Outcome outcome, Instant now) {
    switch (outcome) {
        case Outcome::completed:
            return final_step(ContactStatus::completed);
        case Outcome::busy:
            return retry_or(ContactStatus::busy, standing, now);
        case Outcome::no_answer:
            return retry_or(ContactStatus::no_answer, standing, now);
        case Outcome::failed:
            return retry_or(ContactStatus::failed, standing, now);
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
