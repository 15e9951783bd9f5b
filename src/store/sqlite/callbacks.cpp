// SPDX-License-Identifier: MIT
#include "store/sqlite/callbacks.hpp"

#include "store/sqlite/calls.hpp"
#include "store/sqlite/reader.hpp"
#include "store/sqlite/writer.hpp"

namespace carillon::store::sqlite {

// Two texts for two partial indexes.
constexpr char find_callback_of_call_sql[] = R"sql(
    SELECT 1 FROM callbacks
     WHERE call_id = ?1 AND twilio_status = ?2 AND coalesce(sequence_number, -1) = ?3 AND source = ?4
       AND call_sid = ?5)sql";
constexpr char find_callback_without_call_sql[] = R"sql(
    SELECT 1 FROM callbacks
     WHERE call_id IS NULL AND twilio_status = ?1 AND coalesce(sequence_number, -1) = ?2 AND source = ?3
       AND call_sid = ?4)sql";

bool is_stored(Database& database, std::optional<CallId> call, const NewCallback& callback) {
    const auto ask = [&](const char* text, const auto&... call_id) {
        return Query{database,
                     text,
                     call_id...,
                     callback.twilio_status,
                     callback.sequence_number.value_or(-1),
                     callback.source,
                     callback.call_sid.text()}
            .next();
    };
    return call ? ask(find_callback_of_call_sql, *call) : ask(find_callback_without_call_sql);
}

constexpr char insert_callback_sql[] = R"sql(
    INSERT INTO callbacks (call_id, call_sid, twilio_status, sequence_number, fields, source, received_at, applied)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
    ON CONFLICT DO NOTHING)sql";

void insert_callback(Database& database,
                     std::optional<CallId> call,
                     const NewCallback& callback,
                     bool applied) {
    database.run(insert_callback_sql,
                 call,
                 callback.call_sid.text(),
                 callback.twilio_status,
                 callback.sequence_number,
                 callback.fields,
                 callback.source,
                 callback.received_at,
                 std::int64_t{applied});
}

namespace {

/// By the token that the call carried out; without one, or with one that we never gave out, by the SID.
std::optional<Call> find_call_of(Database& database, const NewCallback& callback) {
    if (!callback.token.empty())
        if (auto call = find_call_by_token(database, callback.token)) return call;
    if (callback.call_sid.empty()) return std::nullopt;
    return find_call_by_sid(database, callback.call_sid);
}

/// A callback that changes nothing, because its SID is not this call's: kept and reported.
Settled keep_as_conflict(Database& database, const Call& call, const NewCallback& callback) {
    insert_callback(database, call.id, callback, false);
    Settled settled;
    settled.call = call;
    settled.before = call.state;
    settled.conflicting_end = true;
    return settled;
}

Settled as_duplicate(std::optional<Call> call) {
    Settled settled;
    settled.duplicate = true;
    if (call) settled.before = call->state;
    settled.call = std::move(call);
    return settled;
}

}  // namespace

Settled SqliteWriter::settle_callback(const NewCallback& callback) {
    auto call = find_call_of(*database_, callback);
    const auto id = call ? std::optional{call->id} : std::nullopt;
    if (is_stored(*database_, id, callback)) return as_duplicate(std::move(call));
    if (!call) {
        insert_callback(*database_, std::nullopt, callback, false);
        return {};
    }
    if (!may_have_sid(*database_, *call, callback.call_sid))
        return keep_as_conflict(*database_, *call, callback);

    const Standing standing = read_standing(*database_, settings_, std::move(*call));
    Settlement settlement = decisions_.after_callback(standing, callback);
    settlement.call.metadata =
        merge_metadata(*database_, settlement.call.metadata, callback.metadata, settlement.applied);
    Settled settled =
        write_settlement(*database_, decisions_, standing, std::move(settlement), callback.received_at);
    insert_callback(*database_, standing.call.id, callback, settled.applied);
    return settled;
}

namespace {

Callback read_callback(Query& row) {
    return Callback{
        .id = row.id<CallbackId>(),
        .call_id = row.maybe_id<CallId>(),
        .call_sid = CallSid{row.text()},
        .twilio_status = row.text(),
        .sequence_number = row.maybe_integer(),
        .fields = row.text(),
        .source =
            row.text() == to_text(CallbackSource::webhook) ? CallbackSource::webhook : CallbackSource::poll,
        .received_at = row.instant(),
        .applied = row.integer() != 0,
    };
}

}  // namespace

constexpr char list_callbacks_sql[] = R"sql(
    SELECT id, call_id, call_sid, twilio_status, sequence_number, fields, source, received_at, applied
      FROM callbacks WHERE call_id = ?1 ORDER BY id)sql";

std::vector<Callback> SqliteReader::list_callbacks(CallId call) {
    Query query{*database_, list_callbacks_sql, call};
    std::vector<Callback> callbacks;
    while (query.next()) callbacks.push_back(read_callback(query));
    return callbacks;
}

}  // namespace carillon::store::sqlite
