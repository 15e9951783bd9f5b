// SPDX-License-Identifier: MIT
// From the claim to the carrier's answer: the part of a call's life in which "at most once" is won or lost.
#include "settings.hpp"
#include "store/sqlite/calls.hpp"
#include "store/sqlite/contacts.hpp"
#include "store/sqlite/idempotency.hpp"
#include "store/sqlite/inquiries.hpp"
#include "store/sqlite/writer.hpp"

namespace carillon::store::sqlite {

std::optional<Standing> SqliteWriter::find_standing(CallId id) {
    auto call = find_call(*database_, id);
    if (!call) return std::nullopt;
    return read_standing(*database_, settings_, std::move(*call));
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
        const auto earlier = find_earlier_call(*database_, *wanted.idempotency);
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
    call.id = insert_call(*database_, call, examination.booking);
    if (wanted.idempotency) remember_key(*database_, *wanted.idempotency, call.id, wanted.now);
    return OpenedCall{call, false};
}

constexpr char record_submitting_sql[] =
    "UPDATE calls SET state = 'submitting', submitted_at = ?2, evidence = ?3 WHERE id = ?1 AND state = "
    "'claimed'";
constexpr char count_attempt_sql[] =
    "UPDATE contacts SET attempts = attempts + 1, updated_at = ?3 WHERE id = ?1 AND last_call_id = ?2";

Submission SqliteWriter::record_submitting(CallId id, Instant now) {
    auto standing = find_standing(id);
    if (!standing || standing->call.state != CallState::claimed) return Submission::withdrawn;
    Inquiry inquiry;
    inquiry.standing = *std::move(standing);
    const Standing& claimed = inquiry.standing;
    inquiry.number =
        read_number_record(*database_, claimed.call.to_number, claimed.call.contact_id, std::nullopt, now);
    Examination examination = decisions_.examine(inquiry, Moment::submission, now);
    if (examination.step) {
        give_back(claimed, *examination.step, now);
        return Submission::withdrawn;
    }
    const std::string evidence = decisions_.evidence(inquiry, std::move(examination.rules), now);
    database_->run(record_submitting_sql, id, now, evidence);
    if (claimed.contact) database_->run(count_attempt_sql, claimed.contact->id, id, now);
    return Submission::go;
}

void SqliteWriter::withdraw_claim(CallId id, const ContactStep& step, Instant now) {
    const auto standing = find_standing(id);
    if (standing && standing->call.state == CallState::claimed) give_back(*standing, step, now);
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
    const auto standing = find_standing(id);
    if (!standing) return {};
    const PlaceResult checked = refuse_foreign_sid(*database_, standing->call, result);
    return settle(*standing, decisions_.after_placing(*standing, checked, now), now);
}

}  // namespace carillon::store::sqlite
