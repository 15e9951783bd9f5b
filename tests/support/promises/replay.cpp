// SPDX-License-Identifier: MIT
// P7. The rows are read with SQL of our own; what their callbacks make of them, the rules say.
#include "dialer/rules/replay.hpp"

#include <algorithm>
#include <map>
#include <random>

#include <SQLiteCpp/SQLiteCpp.h>

#include "support/promises/checks.hpp"
#include "twilio/status_callback.hpp"

namespace carillon::test {
namespace {

constexpr int orders_of_each = 3;

std::optional<std::int64_t> maybe(const SQLite::Column& column) {
    return column.isNull() ? std::nullopt : std::optional<std::int64_t>{column.getInt64()};
}

constexpr char callbacks_sql[] = R"sql(
    SELECT b.call_id, r.call_sid, b.twilio_status, b.sequence_number, r.fields, b.source, b.received_at
      FROM callbacks b JOIN report_callbacks r ON r.callback_id = b.id WHERE b.call_id IS NOT NULL)sql";

std::map<std::int64_t, std::vector<NewCallback>> read_callbacks(SQLite::Database& database) {
    std::map<std::int64_t, std::vector<NewCallback>> by_call;
    SQLite::Statement query{database, callbacks_sql};
    while (query.executeStep()) {
        Callback row;
        row.call_sid = CallSid{query.getColumn(1).getString()};
        row.twilio_status = query.getColumn(2).getString();
        row.sequence_number = maybe(query.getColumn(3));
        row.fields = query.getColumn(4).getString();
        row.source =
            query.getColumn(5).getString() == "poll" ? CallbackSource::poll : CallbackSource::webhook;
        row.received_at = from_unix_ms(query.getColumn(6).getInt64());
        by_call[query.getColumn(0).getInt64()].push_back(twilio::stored_callback(row));
    }
    return by_call;
}

constexpr char calls_sql[] = R"sql(
    SELECT id, state, outcome, status, twilio_status, coalesce(call_sid, ''), duration_seconds, error_code,
           answered_by, sip_response_code, sequence_number, submitted_at, accepted_at, ended_at
      FROM calls)sql";

Call read_call(SQLite::Statement& query) {
    Call call;
    call.id = CallId{query.getColumn(0).getInt64()};
    call.state = parse_call_state(query.getColumn(1).getString()).value();
    call.outcome = parse_outcome(query.getColumn(2).getString());
    call.status = parse_call_status(query.getColumn(3).getString()).value();
    call.twilio_status = query.getColumn(4).getString();
    call.call_sid = CallSid{query.getColumn(5).getString()};
    call.duration_seconds = maybe(query.getColumn(6));
    call.error_code = maybe(query.getColumn(7));
    call.answered_by = query.getColumn(8).getString();
    call.sip_response_code = maybe(query.getColumn(9));
    call.sequence_number = maybe(query.getColumn(10));
    const auto instant = [&](int column) {
        const auto value = maybe(query.getColumn(column));
        return value ? std::optional{from_unix_ms(*value)} : std::nullopt;
    };
    call.submitted_at = instant(11);
    call.accepted_at = instant(12);
    call.ended_at = instant(13);
    return call;
}

/// Fisher and Yates with the generator's plain numbers: std::shuffle differs between libraries, and a seed
/// must not.
void shuffle(std::vector<NewCallback>& callbacks, std::mt19937_64& dice) {
    for (std::size_t i = callbacks.size(); i > 1; --i) std::swap(callbacks[i - 1], callbacks[dice() % i]);
}

}  // namespace

void check_callbacks_replay(const Evidence& evidence, PromiseReport& report) {
    SQLite::Database database{evidence.database.string(), SQLite::OPEN_READONLY};
    auto callbacks = read_callbacks(database);
    std::mt19937_64 dice{evidence.seed};
    SQLite::Statement query{database, calls_sql};
    while (query.executeStep()) {
        const Call call = read_call(query);
        auto& of_call = callbacks[call.id.value()];
        for (int order = 0; order < orders_of_each && !of_call.empty(); ++order) {
            ++report.checked;
            for (const auto& difference : dialer::rules::differences(call, of_call, {}))
                report.breaches.push_back("call " + std::to_string(call.id.value()) + ": " + difference);
            shuffle(of_call, dice);
        }
    }
}

}  // namespace carillon::test
