// SPDX-License-Identifier: MIT
#include "store/sqlite/calls.hpp"

#include <algorithm>

#include "store/sqlite/pages.hpp"
#include "store/sqlite/reader.hpp"

namespace carillon::store::sqlite {

Call read_short_call(Query& row) {
    // Braces run from left to right, as the columns do.
    return Call{
        .id = row.id<CallId>(),
        .campaign_id = row.maybe_id<CampaignId>(),
        .contact_id = row.maybe_id<ContactId>(),
        .token = CallToken{row.text()},
        .state = row.word<CallState>(parse_call_state),
        .outcome = row.maybe_word<Outcome>(parse_outcome),
        .status = row.word<CallStatus>(parse_call_status),
        .twilio_status = row.text(),
        .call_sid = CallSid{row.text()},
        .from_number = row.text(),
        .to_number = row.text(),
        .direction = row.text(),
        .attempt = row.integer(),
        .duration_seconds = row.maybe_integer(),
        .error_code = row.maybe_integer(),
        .error_message = row.text(),
        .answered_by = row.text(),
        .sip_response_code = row.maybe_integer(),
        .sequence_number = row.maybe_integer(),
        .metadata = row.text(),
        .settings_version = row.integer(),
        .checks = row.integer(),
        .next_check_at = row.maybe_instant(),
        .created_at = row.instant(),
        .submitted_at = row.maybe_instant(),
        .accepted_at = row.maybe_instant(),
        .answered_at = row.maybe_instant(),
        .ended_at = row.maybe_instant(),
        .given_up_at = row.maybe_instant(),
    };
}

Call read_call(Query& row) {
    Call call = read_short_call(row);
    call.settings = row.text();
    call.evidence = row.text();
    return call;
}

std::vector<Call> read_calls(Query& rows) {
    std::vector<Call> calls;
    while (rows.next()) calls.push_back(read_call(rows));
    return calls;
}

namespace {

template <class Value>
std::optional<Call> find_one(Database& database, const char* text, const Value& value) {
    Query query{database, text, value};
    if (!query.next()) return std::nullopt;
    return read_call(query);
}

template <class Value>
std::optional<Call> find_short(Database& database, const char* text, const Value& value) {
    Query query{database, text, value};
    if (!query.next()) return std::nullopt;
    return read_short_call(query);
}

}  // namespace

constexpr auto find_call_sql = sql("SELECT", call_columns.text, " FROM calls WHERE id = ?1");

std::optional<Call> find_call(Database& database, CallId id) {
    return find_one(database, find_call_sql, id);
}

constexpr auto find_call_by_sid_sql = sql("SELECT", call_columns.text, " FROM calls WHERE call_sid = ?1");

std::optional<Call> find_call_by_sid(Database& database, const CallSid& sid) {
    return find_one(database, find_call_by_sid_sql, sid.text());
}

constexpr auto find_short_call_sql = sql("SELECT", short_call_columns, " FROM calls WHERE id = ?1");

std::optional<Call> find_short_call(Database& database, CallId id) {
    return find_short(database, find_short_call_sql, id);
}

constexpr auto find_short_call_by_sid_sql =
    sql("SELECT", short_call_columns, " FROM calls WHERE call_sid = ?1");

std::optional<Call> find_short_call_by_sid(Database& database, const CallSid& sid) {
    return find_short(database, find_short_call_by_sid_sql, sid.text());
}

constexpr auto find_short_call_by_token_sql =
    sql("SELECT", short_call_columns, " FROM calls WHERE token = ?1");

std::optional<Call> find_short_call_by_token(Database& database, const CallToken& token) {
    return find_short(database, find_short_call_by_token_sql, token.text());
}

constexpr char has_call_with_sid_sql[] = "SELECT 1 FROM calls WHERE call_sid = ?1";

bool has_call_with_sid(Database& database, const CallSid& sid) {
    return Query{database, has_call_with_sid_sql, sid.text()}.next();
}

constexpr auto has_open_call_sql = sql("SELECT 1 FROM calls WHERE to_number = ?1 AND", is_open_sql);

bool has_open_call(Database& database, const std::string& to_number) {
    return Query{database, has_open_call_sql, to_number}.next();
}

constexpr auto list_given_up_sql =
    sql("SELECT",
        call_columns.text,
        " FROM calls WHERE to_number = ?1 AND given_up_at IS NOT NULL AND ended_at IS NULL");

bool may_be_on_the_line(Database& database,
                        const std::string& to_number,
                        std::optional<ContactId> asking,
                        const ClockReading& clock) {
    Query given_up{database, list_given_up_sql, to_number};
    const auto calls = read_calls(given_up);
    return std::any_of(calls.begin(), calls.end(), [&](const Call& each) {
        const bool is_its_own = asking && each.contact_id == asking;
        return !is_its_own && may_be_under_way(each, clock);
    });
}

constexpr char insert_call_sql[] = R"sql(
    INSERT INTO calls (campaign_id, contact_id, token, state, status, from_number, to_number, direction, attempt,
                       settings, settings_id, settings_version, created_at, submitted_at, given_up_at, day,
                       reserved_minutes, price_micros)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, '{}', ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17))sql";

CallId insert_call(Database& database, SharedTexts& texts, const Call& call, const Booking& booking) {
    const std::int64_t settings_id = texts.id_of(database, call.settings);
    database.run(insert_call_sql,
                 call.campaign_id,
                 call.contact_id,
                 call.token.text(),
                 call.state,
                 call.status,
                 booking.from_number,
                 call.to_number,
                 call.direction,
                 call.attempt,
                 settings_id,
                 call.settings_version,
                 call.created_at,
                 call.submitted_at,
                 call.given_up_at,
                 booking.day,
                 booking.reserved_minutes,
                 booking.price_micros);
    return CallId{database.last_insert_id()};
}

std::optional<Call> SqliteReader::find_call(CallId id) {
    return sqlite::find_call(*database_, id);
}

std::optional<Call> SqliteReader::find_call_by_sid(const CallSid& sid) {
    return sqlite::find_call_by_sid(*database_, sid);
}

// One text per way in, because each has its own index; the filter by status may be absent.
constexpr auto list_calls_sql = sql("SELECT", call_columns.text, R"sql(
    FROM calls WHERE id > ?1 ORDER BY id LIMIT ?2)sql");
// Those that are over from an index; the others are few, and change their status all the time.
constexpr auto list_calls_by_status_sql = sql("SELECT",
                                              call_columns.text,
                                              R"sql(
    FROM calls WHERE status = ?3 AND ended_at IS NOT NULL AND id > ?1
    UNION ALL
    SELECT)sql",
                                              call_columns.text,
                                              R"sql(
    FROM calls WHERE status = ?3 AND id > ?1
      AND id IN (SELECT id FROM calls INDEXED BY calls_open WHERE)sql",
                                              is_open_sql,
                                              R"sql(
                 UNION ALL
                 SELECT id FROM calls INDEXED BY calls_given_up WHERE given_up_at IS NOT NULL AND ended_at IS NULL)
    ORDER BY id LIMIT ?2)sql");
constexpr auto list_calls_of_campaign_sql = sql("SELECT", call_columns.text, R"sql(
    FROM calls WHERE campaign_id = ?3 AND (?4 IS NULL OR status = ?4) AND id > ?1 ORDER BY id LIMIT ?2)sql");
constexpr auto list_calls_of_contact_sql = sql("SELECT", call_columns.text, R"sql(
    FROM calls WHERE contact_id = ?3 AND (?4 IS NULL OR campaign_id = ?4) AND (?5 IS NULL OR status = ?5)
                 AND id > ?1 ORDER BY id LIMIT ?2)sql");

Page<Call> SqliteReader::list_calls(const ListCalls& wanted) {
    const auto page = [&](const char* text, const auto&... filters) {
        Query query{*database_, text, wanted.after, wanted.limit + 1, filters...};
        return read_page(query, wanted.limit, read_call);
    };
    if (wanted.contact_id)
        return page(list_calls_of_contact_sql, wanted.contact_id, wanted.campaign_id, wanted.status);
    if (wanted.campaign_id) return page(list_calls_of_campaign_sql, wanted.campaign_id, wanted.status);
    if (wanted.status) return page(list_calls_by_status_sql, wanted.status);
    return page(list_calls_sql);
}

}  // namespace carillon::store::sqlite
