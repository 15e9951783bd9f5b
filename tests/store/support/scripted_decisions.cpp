// SPDX-License-Identifier: MIT
#include "store/support/scripted_decisions.hpp"

#include <map>

namespace carillon::store::test {
namespace {

Settlement unchanged(const Standing& standing) {
    Settlement settlement;
    settlement.call = standing.call;
    return settlement;
}

Settlement end(const Standing& standing, Outcome outcome, CallStatus status, Instant now) {
    Settlement settlement = unchanged(standing);
    settlement.applied = true;
    settlement.call.state = CallState::ended;
    settlement.call.outcome = outcome;
    settlement.call.status = status;
    settlement.call.ended_at = now;
    return settlement;
}

ContactStep step_to(ContactStatus status, std::string reason = {}) {
    ContactStep step;
    step.status = status;
    step.reason = std::move(reason);
    return step;
}

ContactStep wait_until(Instant next, bool attempt_counts) {
    ContactStep step;
    step.next_attempt_at = next;
    step.attempt_counts = attempt_counts;
    return step;
}

void accept(Settlement& settlement, const CallSid& sid, Instant now) {
    settlement.applied = true;
    settlement.call.state = CallState::accepted;
    settlement.call.call_sid = sid;
    settlement.call.accepted_at = now;
    settlement.call.next_check_at = now + check_delay;
}

const std::map<std::string, CallState> open_words{{"queued", CallState::accepted},
                                                  {"ringing", CallState::ringing},
                                                  {"in-progress", CallState::in_progress}};
const std::map<std::string, Outcome> final_words{{"completed", Outcome::completed}, {"busy", Outcome::busy}};

}  // namespace

/// Forward only; busy is tried again later, completed is done.
Settlement ScriptedDecisions::after_callback(const Standing& standing, const NewCallback& callback) const {
    last_standing = standing;
    if (instead_of_after_callback) return instead_of_after_callback(standing, callback);

    const Instant now = callback.received_at;
    Settlement settlement = unchanged(standing);
    if (const auto word = final_words.find(callback.twilio_status); word != final_words.end()) {
        if (standing.call.state == CallState::ended) {
            settlement.conflicting_end = standing.call.outcome != word->second;
            return settlement;
        }
        const bool is_completed = word->second == Outcome::completed;
        settlement =
            end(standing, word->second, is_completed ? CallStatus::completed : CallStatus::busy, now);
        settlement.contact =
            is_completed ? step_to(ContactStatus::completed) : wait_until(now + retry_delay, true);
    } else if (const auto open = open_words.find(callback.twilio_status); open != open_words.end()) {
        if (open->second <= standing.call.state && standing.call.state != CallState::unknown)
            return settlement;
        if (standing.call.state == CallState::ended) return settlement;
        settlement.applied = true;
        settlement.call.state = open->second;
    } else {
        settlement.unknown_word = true;
        return settlement;
    }
    settlement.call.call_sid = callback.call_sid;
    settlement.call.twilio_status = callback.twilio_status;
    settlement.call.duration_seconds = callback.duration_seconds;
    return settlement;
}

Settlement ScriptedDecisions::after_placing(const Standing& standing,
                                            const PlaceResult& result,
                                            Instant now) const {
    last_standing = standing;
    if (standing.call.state != CallState::submitting) return unchanged(standing);
    Settlement settlement = unchanged(standing);
    if (const auto* accepted = std::get_if<Accepted>(&result)) {
        accept(settlement, accepted->call.sid, now);
    } else if (const auto* not_sent = std::get_if<NotSent>(&result)) {
        settlement = end(standing, Outcome::not_sent, CallStatus::failed, now);
        settlement.call.error_message = not_sent->reason;
        settlement.contact = wait_until(now, false);
    } else if (const auto* refused = std::get_if<Refused>(&result)) {
        settlement = end(standing, Outcome::rejected, CallStatus::failed, now);
        settlement.call.error_code = refused->error_code;
        settlement.call.error_message = refused->message;
        const bool is_contacts_fault = refused->scope == RefusalScope::contact;
        settlement.contact =
            is_contacts_fault ? step_to(ContactStatus::failed, "refused") : wait_until(now, false);
        if (!is_contacts_fault) settlement.pause_campaign = refused->message;
    } else {
        settlement.applied = true;
        settlement.call.state = CallState::unknown;
        settlement.call.error_message = std::get<Unknown>(result).reason;
        settlement.call.next_check_at = now + check_delay;
    }
    return settlement;
}

/// One match is adopted; after the second search without one a person must decide.
Settlement ScriptedDecisions::after_search(const Standing& standing,
                                           const std::vector<CarrierCall>& unclaimed,
                                           Instant now) const {
    last_standing = standing;
    last_unclaimed = unclaimed;
    Settlement settlement = unchanged(standing);
    ++settlement.call.checks;
    if (unclaimed.size() == 1) {
        accept(settlement, unclaimed.front().sid, now);
    } else if (settlement.call.checks < 2) {
        settlement.call.next_check_at = now + check_delay;
    } else {
        settlement.applied = true;
        settlement.call.state = CallState::unresolved;
        settlement.call.given_up_at = now;
        settlement.call.next_check_at.reset();
        settlement.contact = step_to(ContactStatus::unresolved, "not found");
    }
    return settlement;
}

/// A suppressed number is blocked; one that is called waits; a limit on the day's calls is a limit.
Examination ScriptedDecisions::examine(const Inquiry& inquiry, Moment moment, Instant now) const {
    last_inquiry = inquiry;
    Examination examination;
    const auto stop = [&](ContactStep step, Verdict verdict) {
        step.attempt_counts = false;
        examination.rules.push_back({"scripted", verdict, std::nullopt, "as the script says"});
        examination.step = std::move(step);
        return examination;
    };
    if (inquiry.number.is_suppressed)
        return stop(step_to(ContactStatus::blocked, "suppressed"), Verdict::blocks);
    if (inquiry.standing.campaign_status.value_or(CampaignStatus::running) != CampaignStatus::running)
        return stop(wait_until(now, false), Verdict::waits);
    if (instead_of_none) return stop(*instead_of_none, Verdict::waits);
    if (moment == Moment::claim) {
        if (inquiry.number.is_being_called || inquiry.number.may_be_on_the_line)
            return stop(wait_until(now + number_busy_delay, false), Verdict::waits);
        if (most_calls_a_day > 0 && inquiry.account.today.calls >= most_calls_a_day) {
            examination.limit = RuleResult{"limit", Verdict::waits, std::nullopt, "enough for today"};
            examination.rules.push_back(*examination.limit);
        }
    }
    if (inquiry.standing.settings)
        examination.booking = book(inquiry.standing.call, *inquiry.standing.settings, now);
    return examination;
}

JsonParts ScriptedDecisions::evidence(const Inquiry& inquiry,
                                      std::vector<RuleResult> /*rules*/,
                                      Instant /*now*/) const {
    return {R"({"rules":"all"})", R"({"number":")" + inquiry.standing.call.to_number + R"("})"};
}

std::string ScriptedDecisions::day_of(Instant now) const {
    return to_rfc3339(now).substr(0, 10);
}

Booking ScriptedDecisions::book(const Call& /*call*/, const CampaignSettings& settings, Instant now) const {
    return {settings.from_number, day_of(now), settings.time_limit_seconds / 60, price_micros};
}

std::optional<Rest> ScriptedDecisions::rest_after(const CampaignSettings& /*settings*/,
                                                  const std::vector<EndedCall>& calls,
                                                  Instant /*now*/) const {
    last_from_calls = calls;
    return rest;
}

Settlement ScriptedDecisions::after_withdrawal(const Standing& standing,
                                               const ContactStep& step,
                                               Instant now) const {
    last_standing = standing;
    Settlement settlement = end(standing, Outcome::not_sent, CallStatus::failed, now);
    settlement.contact = step;
    return settlement;
}

Settlement ScriptedDecisions::after_absence(const Standing& standing, Instant now) const {
    last_standing = standing;
    Settlement settlement = unchanged(standing);
    settlement.applied = true;
    settlement.call.state = CallState::unresolved;
    settlement.call.given_up_at = now;
    settlement.call.next_check_at.reset();
    settlement.contact = step_to(ContactStatus::unresolved, "gone");
    return settlement;
}

Settlement ScriptedDecisions::after_crash(const Standing& standing, Instant now) const {
    last_standing = standing;
    Settlement settlement = unchanged(standing);
    settlement.applied = true;
    settlement.call.state = CallState::unknown;
    settlement.call.next_check_at = now;
    return settlement;
}

}  // namespace carillon::store::test
