// SPDX-License-Identifier: MIT
// Calls of which the carrier must be asked: unknown ones are searched for, silent ones polled, and after a
// crash all that were open.
#include <algorithm>

#include "store/sqlite/callbacks.hpp"
#include "store/sqlite/calls.hpp"
#include "store/sqlite/reader.hpp"
#include "store/sqlite/writer.hpp"

namespace carillon::store::sqlite {
namespace {

std::vector<CarrierCall> leave_out_claimed(Database& database,
                                           const Call& call,
                                           std::vector<CarrierCall> found) {
    std::erase_if(found, [&](const CarrierCall& each) {
        const auto owner = find_short_call_by_sid(database, each.sid);
        return owner && owner->id != call.id;
    });
    return found;
}

/// The carrier's word by which a search found the call, kept as a callback: replaying a call's callbacks then
/// explains how it came to its SID.
void keep_as_poll(Database& database,
                  SharedTexts& texts,
                  const Call& call,
                  const std::vector<CarrierCall>& found,
                  bool applied,
                  Instant now) {
    const auto match = std::find_if(
        found.begin(), found.end(), [&](const CarrierCall& each) { return each.sid == call.call_sid; });
    if (match == found.end()) return;
    NewCallback callback;
    callback.call_sid = match->sid;
    callback.twilio_status = match->status;
    callback.fields = match->raw;
    callback.source = CallbackSource::poll;
    callback.received_at = now;
    insert_callback(database, texts, &call, callback, applied);
}

}  // namespace

Settled SqliteWriter::record_search(CallId id, const std::vector<CarrierCall>& found, Instant now) {
    const Standing* const standing = find_standing(id);
    if (standing == nullptr) return {};
    const auto unclaimed = leave_out_claimed(*database_, standing->call, found);
    Settlement settlement = decisions_.after_search(*standing, unclaimed, now);
    if (standing->call.call_sid.empty())
        keep_as_poll(*database_, texts_, settlement.call, unclaimed, settlement.applied, now);
    return settle(*standing, std::move(settlement), now);
}

Settled SqliteWriter::record_absence(CallId id, Instant now) {
    const Standing* const standing = find_standing(id);
    if (standing == nullptr) return {};
    return settle(*standing, decisions_.after_absence(*standing, now), now);
}

// A search that brought no answer uses up none of the schedule by which an unknown call is given up.
constexpr char postpone_check_sql[] = R"sql(
    UPDATE calls SET next_check_at = ?2, checks = checks + (state <> 'unknown') WHERE id = ?1 AND state <> 'ended')sql";

void SqliteWriter::postpone_check(CallId id, Instant next_check_at) {
    database_->run(postpone_check_sql, id, next_check_at);
}

namespace {

// By this index, because SQLite reads what stands in an index from there: the number shall be the row's.
constexpr auto list_open_calls_sql = sql("SELECT",
                                         call_columns.text,
                                         R"sql(
    FROM calls INDEXED BY calls_open WHERE)sql",
                                         is_open_sql);

std::vector<Call> list_open_calls(Database& database) {
    Query query{database, list_open_calls_sql};
    return read_calls(query);
}

// As many as the fastest rate may have sent within a second, from the end of the table.
constexpr char list_last_submitted_sql[] = R"sql(
    SELECT campaign_id, submitted_at FROM calls
     WHERE id > (SELECT max(id) FROM calls) - 10000 AND submitted_at IS NOT NULL
     ORDER BY submitted_at DESC LIMIT 5000)sql";

std::vector<Submitted> list_last_submitted(Database& database) {
    Query query{database, list_last_submitted_sql};
    std::vector<Submitted> submitted;
    while (query.next()) {
        const auto campaign = query.maybe_id<CampaignId>();
        submitted.push_back({campaign, query.instant()});
    }
    std::reverse(submitted.begin(), submitted.end());
    return submitted;
}

constexpr auto find_open_call_sql = sql("SELECT id FROM calls WHERE to_number = ?1 AND", is_open_sql);

/// The index by which a second call to a number is refused: where it has lost one, somebody would be rung
/// twice.
void require_to_be_found(Database& database, const Call& call) {
    Query found{database, find_open_call_sql, call.to_number};
    if (found.next() && found.id<CallId>() == call.id) return;
    throw Damaged{"the open call " + std::to_string(call.id.value()) + " is not found by its number"};
}

constexpr char check_soon_sql[] = "UPDATE calls SET next_check_at = ?2 WHERE id = ?1";

}  // namespace

SweepResult SqliteWriter::sweep(Instant now) {
    SweepResult swept;
    swept.submitted = list_last_submitted(*database_);
    for (Call& call : list_open_calls(*database_)) {
        require_to_be_found(*database_, call);
        const Standing standing = read_standing(*database_, settings_, std::move(call));
        if (standing.call.state == CallState::claimed) {
            ContactStep step;
            step.next_attempt_at = now;
            step.attempt_counts = false;
            give_back(standing, step, now);
            ++swept.returned_to_queue;
        } else if (standing.call.state == CallState::submitting) {
            write_settlement(*database_, decisions_, standing, decisions_.after_crash(standing, now), now);
            ++swept.made_unknown;
        } else if (!standing.call.call_sid.empty()) {
            // Callbacks may have been lost while nobody listened: ask soon, not at the overdue time.
            database_->run(check_soon_sql, standing.call.id, now);
            ++swept.open_calls;
        }
    }
    return swept;
}

constexpr auto list_due_checks_sql = sql("SELECT", call_columns.text, R"sql(
    FROM calls WHERE next_check_at <= ?1 ORDER BY next_check_at, id LIMIT ?2)sql");

std::vector<Call> SqliteReader::list_due_checks(Instant now, std::int64_t limit) {
    Query query{*database_, list_due_checks_sql, now, limit};
    return read_calls(query);
}

constexpr auto list_cancelable_calls_sql = sql("SELECT",
                                               call_columns.text,
                                               R"sql(
      FROM calls
     WHERE campaign_id = ?1 AND state IN ('accepted', 'initiated', 'ringing')
       AND)sql",
                                               is_open_sql,
                                               "ORDER BY id LIMIT ?2");

std::vector<Call> SqliteReader::list_cancelable_calls(CampaignId campaign, std::int64_t limit) {
    Query query{*database_, list_cancelable_calls_sql, campaign, limit};
    return read_calls(query);
}

}  // namespace carillon::store::sqlite
