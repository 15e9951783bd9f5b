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

/// Empty when it is the call's own, as nearly always.
std::string_view sid_in_row(const Call* call, const NewCallback& callback) {
    const bool is_its_own = call != nullptr && call->call_sid == callback.call_sid;
    return is_its_own ? std::string_view{} : std::string_view{callback.call_sid.text()};
}

bool is_stored(Database& database, const Call* call, const NewCallback& callback) {
    const auto ask = [&](const char* text, const auto&... call_id) {
        return Query{database,
                     text,
                     call_id...,
                     callback.twilio_status,
                     callback.sequence_number.value_or(-1),
                     callback.source,
                     sid_in_row(call, callback)}
            .next();
    };
    return call != nullptr ? ask(find_callback_of_call_sql, call->id) : ask(find_callback_without_call_sql);
}

constexpr char insert_callback_sql[] = R"sql(
    INSERT INTO callbacks (call_id, call_sid, twilio_status, sequence_number, fields, shared_fields_id, source,
                           received_at, applied)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
    ON CONFLICT DO NOTHING)sql";

void insert_callback(
    Database& database, SharedTexts& texts, const Call* call, const NewCallback& callback, bool applied) {
    const bool has_shared = callback.shared_fields != "{}";
    const auto shared =
        has_shared ? std::optional{texts.id_of(database, callback.shared_fields)} : std::nullopt;
    database.run(insert_callback_sql,
                 call != nullptr ? std::optional{call->id} : std::nullopt,
                 sid_in_row(call, callback),
                 callback.twilio_status,
                 callback.sequence_number,
                 callback.fields,
                 shared,
                 callback.source,
                 callback.received_at,
                 std::int64_t{applied});
}

namespace {

/// By the token that the call carried out; without one, or with one that we never gave out, by the SID.
std::optional<Call> find_call_of(Database& database, const NewCallback& callback) {
    if (!callback.token.empty())
        if (auto call = find_short_call_by_token(database, callback.token)) return call;
    if (callback.call_sid.empty()) return std::nullopt;
    return find_short_call_by_sid(database, callback.call_sid);
}

/// A callback that changes nothing, because its SID is not this call's: it is kept, and reported.
Settled as_conflict(const Call& call) {
    Settled settled;
    settled.call = call;
    settled.before = call.state;
    settled.conflicting_end = true;
    return settled;
}

Settled as_duplicate(const Call* call) {
    Settled settled;
    settled.duplicate = true;
    if (call == nullptr) return settled;
    settled.before = call->state;
    settled.call = *call;
    return settled;
}

}  // namespace

const Standing* SqliteWriter::find_standing_of(const NewCallback& callback) {
    open_calls_.trust(*database_);
    if (const Standing* known = open_calls_.find(callback.token)) return known;
    auto call = find_call_of(*database_, callback);
    return call ? &look_at(std::move(*call)) : nullptr;
}

Settled SqliteWriter::settle_callback(const NewCallback& callback) {
    const Standing* const standing = find_standing_of(callback);
    if (standing == nullptr) {
        if (is_stored(*database_, nullptr, callback)) return as_duplicate(nullptr);
        insert_callback(*database_, texts_, nullptr, callback, false);
        return {};
    }
    const Call& call = standing->call;
    if (is_stored(*database_, &call, callback)) return as_duplicate(&call);
    if (!may_have_sid(*database_, call, callback.call_sid)) {
        insert_callback(*database_, texts_, &call, callback, false);
        return as_conflict(call);
    }

    Settlement settlement = decisions_.after_callback(*standing, callback);
    settlement.call.metadata =
        merge_metadata(*database_, settlement.call.metadata, callback.metadata, settlement.applied);
    Settled settled = settle(*standing, std::move(settlement), callback.received_at);
    insert_callback(*database_, texts_, &*settled.call, callback, settled.applied);
    open_calls_.keep(*database_);
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
    SELECT id, call_id, iif(call_sid = '', (SELECT call_sid FROM calls WHERE id = ?1), call_sid), twilio_status,
           sequence_number,
           CASE WHEN shared_fields_id IS NULL THEN fields
                ELSE json_patch((SELECT text FROM shared_texts WHERE shared_texts.id = shared_fields_id), fields) END,
           source, received_at, applied
      FROM callbacks WHERE call_id = ?1 ORDER BY id)sql";

std::vector<Callback> SqliteReader::list_callbacks(CallId call) {
    Query query{*database_, list_callbacks_sql, call};
    std::vector<Callback> callbacks;
    while (query.next()) callbacks.push_back(read_callback(query));
    return callbacks;
}

}  // namespace carillon::store::sqlite
