// SPDX-License-Identifier: MIT
#include "dialer/rules/contact_rules.hpp"

#include "dialer/rules/contact_hours.hpp"
#include "dialer/rules/numbers.hpp"
#include "dialer/rules/ruling.hpp"
#include "dialer/rules/schedule.hpp"

namespace carillon::dialer::rules {
using store::Inquiry;

Ruling judge_status(const Inquiry& inquiry, const AccountLimits&, Instant) {
    const Contact& contact = *inquiry.standing.contact;
    if (contact.status == ContactStatus::pending) return passes("the contact waits for a call");
    Ruling ruling;
    const bool is_called = contact.status == ContactStatus::in_progress;
    ruling.result.verdict = is_called ? Verdict::waits : Verdict::blocks;
    ruling.result.words = is_called ? "a call to this contact is under way"
                                    : "the contact is " + std::string{to_text(contact.status)} +
                                          (contact.reason.empty() ? "" : " (" + contact.reason + ")");
    return ruling;
}

Ruling judge_campaign(const Inquiry& inquiry, const AccountLimits&, Instant now) {
    const auto status = inquiry.standing.campaign_status.value_or(CampaignStatus::running);
    if (status == CampaignStatus::running) return passes("the campaign is running");
    Ruling ruling = waits(inquiry, now, "the campaign is " + std::string{to_text(status)});
    ruling.result.until.reset();
    if (status == CampaignStatus::canceled) ruling.result.verdict = Verdict::blocks;
    return ruling;
}

Ruling judge_campaign_time(const Inquiry& inquiry, const AccountLimits&, Instant now) {
    const CampaignSettings& settings = *inquiry.standing.settings;
    auto step = step_outside(settings, now);
    if (!step) {
        if (settings.end_at) return passes("the campaign's time ends at " + to_rfc3339(*settings.end_at));
        return passes("the campaign has no end");
    }
    const bool is_early = phase_of(settings, now) == Phase::before;
    const Instant edge = is_early ? *settings.start_at : *settings.end_at;
    return {
        {{},
         is_early ? Verdict::waits : Verdict::blocks,
         is_early ? settings.start_at : std::nullopt,
         std::string{"the campaign's time "} + (is_early ? "begins at " : "was over at ") + to_rfc3339(edge)},
        std::move(step)};
}

Ruling judge_due(const Inquiry& inquiry, const AccountLimits&, Instant now) {
    const auto& due_at = inquiry.standing.contact->next_attempt_at;
    if (!due_at || *due_at <= now) return passes("the contact is due");
    return waits(inquiry, *due_at, "the contact's next attempt is at " + to_rfc3339(*due_at));
}

Ruling judge_suppression(const Inquiry& inquiry, const AccountLimits&, Instant) {
    return inquiry.number.is_suppressed ? blocks("suppressed") : passes("the number is not suppressed");
}

Ruling judge_number_in_use(const Inquiry& inquiry, const AccountLimits&, Instant now) {
    constexpr Milliseconds ask_again_after{60'000};
    if (inquiry.number.is_being_called)
        return waits(inquiry, now + ask_again_after, "another call to this number is under way");
    if (inquiry.number.may_be_on_the_line)
        return waits(
            inquiry, now + ask_again_after, "a call to this number that was given up may still be under way");
    return passes("no other call to this number is under way");
}

Ruling judge_number(const Inquiry& inquiry, const AccountLimits&, Instant) {
    const auto number = PhoneNumber::from_e164(inquiry.standing.call.to_number);
    if (!number) return blocks("number: not in E.164 form");
    const auto objection = inquiry.standing.contact && inquiry.standing.settings
                               ? number_objection(countries_of(*inquiry.standing.settings), *number)
                               : kind_objection(*number);
    return objection ? blocks(*objection)
                     : passes("an ordinary number, of a country that the campaign calls");
}

Ruling judge_calling_hours(const Inquiry& inquiry, const AccountLimits&, Instant now) {
    const HoursVerdict hours = judge_hours(*inquiry.standing.settings, inquiry.standing.contact->zones, now);
    switch (hours.answer) {
        case HoursVerdict::Answer::never:
            return blocks(hours.reason);
        case HoursVerdict::Answer::closed: {
            // Its turn comes when its zone's hour does: it keeps its place.
            Ruling ruling =
                waits(inquiry, now, "outside of the calling hours until " + to_rfc3339(*hours.until));
            ruling.result.until = hours.until;
            return ruling;
        }
        case HoursVerdict::Answer::open:
            break;
    }
    return passes(hours.until ? "within the calling hours until " + to_rfc3339(*hours.until)
                              : "the campaign calls at any hour");
}

Ruling judge_min_gap(const Inquiry& inquiry, const AccountLimits&, Instant now) {
    const Seconds gap{inquiry.standing.settings->min_gap_seconds};
    const auto& calls = inquiry.number.called_at;
    if (calls.empty()) return passes("the number was not called in the last week");
    const std::string last = "the number was called last at " + to_rfc3339(calls.front());
    if (now - calls.front() >= gap) return passes(last);
    return waits(inquiry, calls.front() + gap, last + ", and min_gap_seconds is not over");
}

}  // namespace carillon::dialer::rules
