// SPDX-License-Identifier: MIT
// From the claim to the carrier's answer: the part of a call's life in which "at most once" is won or lost.
#include "settings.hpp"
#include "store/sqlite/calls.hpp"
#include "store/sqlite/contacts.hpp"
#include "store/sqlite/idempotency.hpp"
#include "store/sqlite/inquiries.hpp"
#include "store/sqlite/writer.hpp"

namespace carillon::store::sqlite {

const Standing& SqliteWriter::look_at(Call call) {
    Standing standing = read_standing(*database_, settings_, std::move(call));
    if (is_open(standing.call.state)) return open_calls_.put(std::move(standing));
    return over_ = std::move(standing);
}

const Standing* SqliteWriter::find_standing(CallId id) {
    open_calls_.trust(*database_);
    if (const Standing* known = open_calls_.find(id)) return known;
    auto call = find_short_call(*database_, id);
    return call ? &look_at(std::move(*call)) : nullptr;
}

/// After a settlement: remembers the call as it is now, or no longer.
void SqliteWriter::keep_up(const Standing& standing, const Settled& settled, bool contact_moved) {
    const bool campaign_may_have_moved =
        settled.paused_campaign || settled.completed_campaign ||
        (contact_moved && standing.campaign_status != CampaignStatus::running);
    const bool tells_of_the_past = standing.call.state == CallState::ended;  // counted for the calls after it
    if (campaign_may_have_moved || tells_of_the_past)
        open_calls_.forget();
    else if (contact_moved || !is_open(settled.call->state))
        open_calls_.drop(*settled.call);
    else if (Standing* known = open_calls_.find(settled.call->id))
        known->call = *settled.call;
    open_calls_.keep(*database_);
}

void SqliteWriter::give_back(const Standing& standing, const ContactStep& step, Instant now) {
    write_settlement(*database_, decisions_, standing, decisions_.after_withdrawal(standing, step, now), now);
}

namespace {

/// Why a person's own call may not be placed.
Error refuse(const Examination& examination, const NumberRecord& number) {
    const RuleResult& result = examination.rules.back();
    if (result.verdict == Verdict::blocks)
        return {Errc::forbidden, "This number must not be called: " + result.words + "."};
    if (number.is_being_called || number.may_be_on_the_line)
        return {Errc::conflict, "This number cannot be called now: " + result.words + "."};
    return {Errc::busy, "No call can be placed now: " + result.words + "."};
}

}  // namespace

Result<OpenedCall> SqliteWriter::open_call(const OpenCall& wanted) {
    if (wanted.idempotency) {
        const auto earlier = find_earlier_call(*database_, *wanted.idempotency, wanted.now);
        if (!earlier) return earlier.error();
        if (*earlier) return OpenedCall{find_call(*database_, **earlier).value(), true};
    }
    Inquiry inquiry;
    Call& call = inquiry.standing.call;
    call.token = wanted.token;
    call.from_number = wanted.settings.from_number;
    call.to_number = wanted.to.e164();
    call.settings = settings_to_json(wanted.settings);
    call.created_at = wanted.now;
    inquiry.standing.settings = wanted.settings;
    const ClockReading clock{wanted.now, wanted.clock_even_since};
    inquiry.number = read_number_record(*database_, call.to_number, std::nullopt, clock, wanted.now);
    inquiry.account = read_account_use(*database_, decisions_.day_of(wanted.now), wanted.unknown_since);
    const Examination examination = decisions_.examine(inquiry, Moment::claim, wanted.now);
    if (examination.step || examination.limit) return refuse(examination, inquiry.number);

    call.from_number = examination.booking.from_number;
    call.id = insert_call(*database_, texts_, call, examination.booking);
    if (wanted.idempotency) remember_key(*database_, *wanted.idempotency, call.id, wanted.now);
    return OpenedCall{call, false};
}

constexpr char record_submitting_sql[] =
    "UPDATE calls SET state = 'submitting', submitted_at = ?2, evidence = ?3, evidence_id = ?4 "
    "WHERE id = ?1 AND state = 'claimed'";
constexpr char count_attempt_sql[] =
    "UPDATE contacts SET attempts = attempts + 1, updated_at = ?3 WHERE id = ?1 AND last_call_id = ?2";

Submission SqliteWriter::record_submitting(CallId id, Instant now) {
    const Standing* const standing = find_standing(id);
    if (standing == nullptr || standing->call.state != CallState::claimed) return Submission::withdrawn;
    Inquiry inquiry;
    inquiry.standing = *standing;
    const Standing& claimed = inquiry.standing;
    inquiry.number =
        read_number_record(*database_, claimed.call.to_number, claimed.call.contact_id, std::nullopt, now);
    Examination examination = decisions_.examine(inquiry, Moment::submission, now);
    if (examination.step) {
        give_back(claimed, *examination.step, now);
        return Submission::withdrawn;
    }
    const JsonParts evidence = decisions_.evidence(inquiry, std::move(examination.rules), now);
    database_->run(record_submitting_sql, id, now, evidence.own, texts_.id_of(*database_, evidence.shared));
    if (claimed.contact) database_->run(count_attempt_sql, claimed.contact->id, id, now);
    keep_submitted(id, now);
    return Submission::go;
}

void SqliteWriter::keep_submitted(CallId id, Instant now) {
    Standing* const known = open_calls_.find(id);
    if (known == nullptr) return;
    known->call.state = CallState::submitting;
    known->call.submitted_at = now;
    if (known->contact) {
        ++known->contact->attempts;
        known->contact->updated_at = now;
        // From the second one on its earlier calls count (read_standing).
        if (known->contact->attempts > 1) open_calls_.drop(Call{known->call});
    }
    open_calls_.keep(*database_);
}

void SqliteWriter::withdraw_claim(CallId id, const ContactStep& step, Instant now) {
    const Standing* const standing = find_standing(id);
    if (standing != nullptr && standing->call.state == CallState::claimed) give_back(*standing, step, now);
}

namespace {

/// A SID that another call has must never be adopted. That the carrier gave it twice tells nothing of this
/// call: it is as unknown as if the answer had been lost.
PlaceResult refuse_foreign_sid(Database& database, const Call& call, const PlaceResult& result) {
    const auto* accepted = std::get_if<Accepted>(&result);
    if (!accepted || !call.call_sid.empty() || may_have_sid(database, call, accepted->call.sid))
        return result;
    return Unknown{"the carrier answered with the SID of another call"};
}

}  // namespace

Settled SqliteWriter::record_placing(CallId id, const PlaceResult& result, Instant now) {
    const Standing* const standing = find_standing(id);
    if (standing == nullptr) return {};
    const PlaceResult checked = refuse_foreign_sid(*database_, standing->call, result);
    return settle(*standing, decisions_.after_placing(*standing, checked, now), now);
}

}  // namespace carillon::store::sqlite
