// SPDX-License-Identifier: MIT
// What keeps a contact from being called: the chain of rules that need nothing but the contact, its
// campaign's settings and the clock.
#include "dialer/rules/contact_hours.hpp"
#include "dialer/rules/numbers.hpp"
#include "dialer/rules/schedule.hpp"
#include "dialer/rules/settlement.hpp"

namespace carillon::dialer::rules {

std::optional<ContactStep> Settling::objection(const Standing& standing, Instant now) const {
    if (!standing.settings) return std::nullopt;  // a person's own call (/dial)
    const CampaignSettings& settings = *standing.settings;
    if (auto step = step_outside(settings, now)) return step;
    if (!standing.contact) return std::nullopt;

    ContactStep step;
    step.attempt_counts = false;
    const auto number = PhoneNumber::from_e164(standing.call.to_number);
    const auto wrong_number = number ? number_objection(countries_of(settings), *number) : std::nullopt;
    const HoursVerdict hours = judge_hours(settings, standing.contact->zones, now);
    const Seconds gap{settings.min_gap_seconds};
    if (wrong_number || hours.answer == HoursVerdict::Answer::never) {
        step.status = ContactStatus::blocked;
        step.reason = wrong_number.value_or(hours.reason);
    } else if (hours.answer == HoursVerdict::Answer::closed) {
        step.next_attempt_at = now;  // its turn comes when its zone's hour does
    } else if (standing.number_called_at && now - *standing.number_called_at < gap) {
        step.next_attempt_at = *standing.number_called_at + gap;
        step.reason = standing.contact->reason;
    } else {
        return std::nullopt;
    }
    return step;
}

}  // namespace carillon::dialer::rules
