// SPDX-License-Identifier: MIT
#include "dialer/rules/settlement.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "call_lifetime.hpp"
#include "dialer/rules/contact_hours.hpp"
#include "dialer/rules/contact_steps.hpp"
#include "dialer/rules/machines.hpp"
#include "dialer/rules/status_words.hpp"

namespace carillon::dialer::rules {
namespace {

/// Before the carrier is known to have it: nothing that happened since is older than this.
bool awaits_sid(CallState state) {
    return state == CallState::claimed || state == CallState::submitting || state == CallState::unknown;
}

const CampaignSettings& settings_of(const Standing& standing, const SettlementPolicy& policy) {
    return standing.settings ? *standing.settings : policy.adhoc_settings;
}

Settlement unchanged(const Standing& standing) {
    Settlement settlement;
    settlement.call = standing.call;
    return settlement;
}

void end(Call& call, Outcome outcome, Instant now) {
    call.state = CallState::ended;
    call.outcome = outcome;
    call.ended_at = now;
    call.next_check_at.reset();
}

template <class T>
void take(T& into, const T& from, bool is_news) {
    const T nothing{};
    if (from != nothing && (is_news || into == nothing)) into = from;
}

/// What the callback says beside its status word: news replaces, late data only fills in what is missing.
void take_details(Call& call, const NewCallback& callback, bool is_news) {
    take(call.duration_seconds, callback.duration_seconds, is_news);
    take(call.error_code, callback.error_code, is_news);
    take(call.error_message, callback.error_message, is_news);
    take(call.answered_by, callback.answered_by, false);  // the first verdict wins
    take(call.sip_response_code, callback.sip_response_code, is_news);
    take(call.direction, callback.direction, is_news);
    if (callback.sequence_number)
        call.sequence_number = std::max(call.sequence_number.value_or(0), *callback.sequence_number);
}

void adopt(Call& call, const CallSid& sid, Instant now) {
    call.call_sid = sid;
    if (!call.submitted_at) call.submitted_at = now;
    call.accepted_at = now;
    call.checks = 0;
}

/// Moves a call to where the carrier says it is. Requires: that is further than where it stands.
void move(Settlement& settlement, const Meaning& meaning, std::string_view word, Instant now) {
    Call& call = settlement.call;
    call.twilio_status = word;
    call.status = meaning.status;
    settlement.applied = true;
    if (meaning.outcome) return end(call, *meaning.outcome, now);
    call.state = meaning.state;
    if (meaning.state >= CallState::in_progress && !call.answered_at) call.answered_at = now;
}

/// What an end that the carrier told makes of the contact. Last, when all details of the call are known.
void step_if_ended(Settlement& settlement, const Standing& standing, Instant now) {
    const bool has_ended = settlement.applied && settlement.call.state == CallState::ended;
    if (has_ended && standing.contact) settlement.contact = step_after_end(standing, settlement.call, now);
}

/// A call that we believed not to be under way is: its contact must not be rung meanwhile, and a person has
/// to look.
void stop_second_call(Settlement& settlement, const Standing& standing) {
    if (!standing.contact || standing.contact->status != ContactStatus::pending) return;
    ContactStep step;
    step.status = ContactStatus::unresolved;
    step.reason = "the carrier reports a call that it had refused, or that was given up";
    settlement.contact = step;
}

void give_up(Settlement& settlement, const Standing& standing, std::string why, Instant now) {
    settlement.call.state = CallState::unresolved;
    settlement.call.given_up_at = now;
    settlement.call.next_check_at.reset();
    settlement.applied = true;
    if (!standing.contact) return;
    ContactStep step;
    step.status = ContactStatus::unresolved;
    step.reason = std::move(why);
    settlement.contact = step;
}

/// For a call whose answer never came: it waits to be searched for, or is given up to a person.
void search_later_or_give_up(Settlement& settlement,
                             const Standing& standing,
                             const CheckPolicy& policy,
                             Instant now) {
    Call& call = settlement.call;
    call.next_check_at = next_search(call, policy, now);
    if (call.next_check_at)
        call.state = CallState::unknown;
    else
        give_up(settlement, standing, "the carrier never said whether the call was placed", now);
}

}  // namespace

Settlement Settling::after_callback(const Standing& standing, const NewCallback& callback) const {
    const Instant now = callback.received_at;
    Settlement settlement = unchanged(standing);
    Call& call = settlement.call;

    // A second SID for one token would be a second call for one person: never mixed into the first one's
    // record.
    if (!call.call_sid.empty() && call.call_sid != callback.call_sid) {
        settlement.conflicting_end = true;
        return settlement;
    }

    const CallState before = call.state;
    const bool is_new_to_us = call.call_sid.empty() && before != CallState::ended;
    if (is_new_to_us) adopt(call, callback.call_sid, now);
    if (awaits_sid(before)) {  // the token in the callback proves that the carrier has the call
        call.state = CallState::accepted;
        settlement.applied = true;
    }

    const auto meaning = meaning_of(callback.twilio_status);
    const bool is_known = meaning || is_verdict(callback.twilio_status);
    settlement.unknown_word = !is_known;
    if (before == CallState::ended) {
        const bool was_not_placed = call.outcome == Outcome::not_sent || call.outcome == Outcome::rejected;
        settlement.conflicting_end =
            was_not_placed || (meaning && meaning->outcome && meaning->outcome != call.outcome);
        if (was_not_placed) stop_second_call(settlement, standing);
    } else if (is_known && before == CallState::unresolved) {
        // Given up long ago, its number may be in use by another call: it does not open again, but its end is
        // taken.
        if (meaning && meaning->outcome)
            move(settlement, *meaning, callback.twilio_status, now);
        else
            stop_second_call(settlement, standing);
    } else if (meaning &&
               (meaning->state > call.state || (awaits_sid(before) && meaning->state == call.state))) {
        move(settlement, *meaning, callback.twilio_status, now);
    }

    if (!settlement.conflicting_end) take_details(call, callback, settlement.applied);
    if (call.state != CallState::ended && (settlement.applied || is_new_to_us))
        call.next_check_at = next_check(standing, call, now);
    step_if_ended(settlement, standing, now);
    if (before == CallState::ended && !settlement.conflicting_end)
        settlement.contact = step_after_late_verdict(standing, call, now);
    return settlement;
}

Settlement Settling::after_placing(const Standing& standing, const PlaceResult& result, Instant now) const {
    Settlement settlement = unchanged(standing);
    Call& call = settlement.call;

    if (!awaits_sid(call.state)) {  // a callback was faster than the answer: it knows more
        const auto* accepted = std::get_if<Accepted>(&result);
        settlement.conflicting_end =
            accepted != nullptr && !call.call_sid.empty() && accepted->call.sid != call.call_sid;
        return settlement;
    }

    settlement.applied = true;
    if (const auto* accepted = std::get_if<Accepted>(&result)) {
        adopt(call, accepted->call.sid, now);
        call.state = CallState::accepted;
        const auto meaning = meaning_of(accepted->call.status);
        if (meaning) move(settlement, *meaning, accepted->call.status, now);
        if (call.state != CallState::ended)
            call.next_check_at =
                next_check(standing, call, now, accepted->call.queue_time.value_or(Milliseconds{0}));
        step_if_ended(settlement, standing, now);
    } else if (const auto* not_sent = std::get_if<NotSent>(&result)) {
        constexpr Milliseconds pause{5'000};
        end(call, Outcome::not_sent, now);
        call.status = CallStatus::failed;
        call.error_message = not_sent->reason;
        settlement.contact =
            step_back(standing, now + std::max(pause, not_sent->retry_after.value_or(pause)));
    } else if (const auto* refused = std::get_if<Refused>(&result)) {
        end(call, Outcome::rejected, now);
        call.status = CallStatus::failed;
        call.error_code = refused->error_code;
        call.error_message = refused->message;
        settlement.contact = step_after_refusal(standing, *refused, now);
        if (refused->scope == RefusalScope::account || refused->scope == RefusalScope::number)
            settlement.pause_campaign = refused->message + ". Mend that, then resume the campaign.";
    } else {
        call.error_message = std::get<Unknown>(result).reason;
        search_later_or_give_up(settlement, standing, policy_.checks, now);
    }
    if (!standing.contact) settlement.contact.reset();
    return settlement;
}

Settlement Settling::after_search(const Standing& standing,
                                  const std::vector<CarrierCall>& unclaimed,
                                  Instant now) const {
    Settlement settlement = unchanged(standing);
    if (standing.call.state != CallState::unknown) return settlement;

    // Twilio's dates have whole seconds and its clock is not ours. Older calls to this number are not this
    // one, and neither are later ones: somebody else may ring this person from the same number hours after
    // our request was over.
    constexpr Seconds clock_difference{60};
    const Instant asked_at = standing.call.submitted_at.value_or(standing.call.created_at);
    std::vector<const CarrierCall*> matches;
    for (const CarrierCall& each : unclaimed)
        if (each.date_created && *each.date_created >= asked_at - clock_difference &&
            *each.date_created <= asked_at + longest_request + clock_difference)
            matches.push_back(&each);

    Call& call = settlement.call;
    ++call.checks;
    if (matches.size() != 1) {  // with several nobody can say which is ours
        search_later_or_give_up(settlement, standing, policy_.checks, now);
        return settlement;
    }

    const CarrierCall& found = *matches.front();
    adopt(call, found.sid, now);
    call.state = CallState::accepted;
    settlement.applied = true;
    if (const auto meaning = meaning_of(found.status)) move(settlement, *meaning, found.status, now);
    take(call.duration_seconds, found.duration_seconds, true);
    take(call.answered_by, found.answered_by, false);
    if (call.state != CallState::ended) call.next_check_at = next_check(standing, call, now);
    step_if_ended(settlement, standing, now);
    return settlement;
}

Settlement Settling::after_absence(const Standing& standing, Instant now) const {
    Settlement settlement = unchanged(standing);
    Call& call = settlement.call;
    if (!is_open(call.state) || call.call_sid.empty()) return settlement;

    const auto& schedule = policy_.checks.reconcile_schedule;
    const Instant known_since = call.accepted_at.value_or(call.created_at);
    // By the clock and by count: a clock that jumps ahead must not end the search.
    const bool was_asked_enough = ++call.checks > std::ssize(schedule);
    if (!schedule.empty() && (now - known_since < schedule.back() || !was_asked_enough)) {
        call.next_check_at = next_check(standing, call, now);
        return settlement;
    }
    give_up(settlement, standing, "the carrier has no record of the call that it had accepted", now);
    return settlement;
}

Instant Settling::next_check(const Standing& standing,
                             const Call& call,
                             Instant now,
                             Milliseconds queue_time) const {
    const Instant poll = next_poll(call, settings_of(standing, policy_), policy_.checks, now) + queue_time;
    if (call.state != CallState::accepted || !standing.contact || !standing.settings) return poll;
    const auto until = queued_until(*standing.settings, standing.contact->zones, now);
    // When it is over already it is taken back at once; should that bring no answer, in no hurry.
    const bool was_tried = until && *until <= now && call.checks > 0;
    return until && !was_tried ? std::min(poll, *until) : poll;
}

Settlement Settling::after_withdrawal(const Standing& standing, const ContactStep& step, Instant now) const {
    Settlement settlement = unchanged(standing);
    if (standing.call.state != CallState::claimed) return settlement;
    end(settlement.call, Outcome::not_sent, now);
    settlement.call.status = CallStatus::failed;
    settlement.call.error_message = step.reason;
    settlement.applied = true;
    if (!standing.contact) return settlement;
    settlement.contact = step.status == ContactStatus::pending
                             ? step_back(standing, step.next_attempt_at.value_or(now))
                             : step;
    if (settlement.contact->status == ContactStatus::pending) settlement.contact->reason = step.reason;
    return settlement;
}

Settlement Settling::after_crash(const Standing& standing, Instant now) const {
    Settlement settlement = unchanged(standing);
    if (standing.call.state != CallState::submitting) return settlement;
    settlement.applied = true;
    settlement.call.error_message = "the server stopped while it asked the carrier";
    search_later_or_give_up(settlement, standing, policy_.checks, now);
    return settlement;
}

}  // namespace carillon::dialer::rules
