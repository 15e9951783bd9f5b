// SPDX-License-Identifier: MIT
// From the claim to the carrier's answer: the part of a call's life in which "at most once" is won or lost.
#include "settings.hpp"
#include "store/sqlite/calls.hpp"
#include "store/sqlite/contacts.hpp"
#include "store/sqlite/idempotency.hpp"
#include "store/sqlite/suppressions.hpp"
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

constexpr char count_open_sql[] = R"sql(
    SELECT count(*) FROM calls
     WHERE state NOT IN ('ended', 'unresolved') AND NOT (state = 'unknown' AND submitted_at < ?1))sql";

Result<OpenedCall> SqliteWriter::open_call(const OpenCall& wanted) {
    if (wanted.idempotency) {
        const auto earlier = find_earlier_call(*database_, *wanted.idempotency);
        if (!earlier) return earlier.error();
        if (*earlier) return OpenedCall{find_call(*database_, **earlier).value(), true};
    }
    Query open{*database_, count_open_sql, wanted.unknown_since};
    if (open.next() && open.integer() >= wanted.max_open_calls)
        return Error{Errc::busy, "As many calls are open as max_concurrent_calls allows. Try again later."};
    if (is_suppressed(*database_, wanted.to.e164()))
        return Error{Errc::forbidden, "This number is suppressed: it must not be called."};
    if (has_open_call(*database_, wanted.to.e164()))
        return Error{Errc::conflict, "A call to this number is under way: wait until it has ended."};
    if (may_be_on_the_line(*database_, wanted.to.e164(), std::nullopt, {wanted.now, wanted.clock_even_since}))
        return Error{
            Errc::conflict,
            "A call to this number was given up as unresolved and may still be under way: wait until its "
            "longest time is over."};

    Call call;
    call.token = wanted.token;
    call.from_number = wanted.settings.from_number;
    call.to_number = wanted.to.e164();
    call.settings = settings_to_json(wanted.settings);
    call.created_at = wanted.now;
    call.id = insert_call(*database_, call);
    if (wanted.idempotency) remember_key(*database_, *wanted.idempotency, call.id, wanted.now);
    return OpenedCall{std::move(call), false};
}

namespace {

/// What becomes of the contact of a claim that must not be sent; none: it may be.
std::optional<ContactStep> find_objection(Database& database,
                                          const Decisions& decisions,
                                          Standing& standing,
                                          Instant now) {
    ContactStep step;
    step.attempt_counts = false;
    if (is_suppressed(database, standing.call.to_number)) {
        step.status = ContactStatus::blocked;
        step.reason = suppressed_reason;
        return step;
    }
    if (standing.campaign_status.value_or(CampaignStatus::running) == CampaignStatus::running) {
        standing.number_called_at = last_called_at(database, standing.call.to_number);
        return decisions.objection(standing, now);
    }
    step.next_attempt_at = now;
    return step;
}

constexpr char record_submitting_sql[] =
    "UPDATE calls SET state = 'submitting', submitted_at = ?2 WHERE id = ?1 AND state = 'claimed'";
constexpr char count_attempt_sql[] =
    "UPDATE contacts SET attempts = attempts + 1, updated_at = ?3 WHERE id = ?1 AND last_call_id = ?2";

}  // namespace

Submission SqliteWriter::record_submitting(CallId id, Instant now) {
    auto standing = find_standing(id);
    if (!standing || standing->call.state != CallState::claimed) return Submission::withdrawn;
    if (const auto step = find_objection(*database_, decisions_, *standing, now)) {
        give_back(*standing, *step, now);
        return Submission::withdrawn;
    }
    database_->run(record_submitting_sql, id, now);
    if (standing->contact) database_->run(count_attempt_sql, standing->contact->id, id, now);
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
    return write_settlement(
        *database_, decisions_, *standing, decisions_.after_placing(*standing, checked, now), now);
}

}  // namespace carillon::store::sqlite
