// SPDX-License-Identifier: MIT
// Rows of `calls` as values, for every file of the engine that meets one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "call.hpp"
#include "call_lifetime.hpp"
#include "store/decisions.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/shared_texts.hpp"

namespace carillon::store::sqlite {

/// In the order in which `read_call` reads.
inline constexpr char short_call_columns[] = R"sql(
    id, campaign_id, contact_id, token, state, outcome, status, twilio_status, call_sid, from_number, to_number,
    direction, attempt, duration_seconds, error_code, error_message, answered_by, sip_response_code, sequence_number,
    metadata, settings_version, checks, next_check_at, created_at, submitted_at, accepted_at, answered_at, ended_at,
    given_up_at)sql";
inline constexpr auto call_columns = sql(short_call_columns, R"sql(,
    coalesce((SELECT text FROM shared_texts WHERE shared_texts.id = settings_id), settings),
    CASE WHEN evidence_id IS NULL THEN evidence
         ELSE json_patch((SELECT text FROM shared_texts WHERE shared_texts.id = evidence_id), evidence) END)sql");

/// Whether a call is open: nobody else may call its number. In the words of the partial indexes.
inline constexpr char is_open_sql[] = " ended_at IS NULL AND given_up_at IS NULL ";

[[nodiscard]] Call read_call(Query& row);
[[nodiscard]] std::vector<Call> read_calls(Query& rows);

[[nodiscard]] std::optional<Call> find_call(Database& database, CallId id);
[[nodiscard]] std::optional<Call> find_call_by_sid(Database& database, const CallSid& sid);

// On the way of every callback: without the settings and the evidence, which do not change any more and are
// long.
[[nodiscard]] std::optional<Call> find_short_call(Database& database, CallId id);
[[nodiscard]] std::optional<Call> find_short_call_by_sid(Database& database, const CallSid& sid);
[[nodiscard]] std::optional<Call> find_short_call_by_token(Database& database, const CallToken& token);
[[nodiscard]] bool has_call_with_sid(Database& database, const CallSid& sid);

/// Whether a call to this number is open, in any campaign or none.
[[nodiscard]] bool has_open_call(Database& database, const std::string& to_number);
/// Whether a call to this number was given up and may be under way all the same. Calls of `asking` do not
/// count: whoever puts a contact back into the queue has decided about its own.
[[nodiscard]] bool may_be_on_the_line(Database& database,
                                      const std::string& to_number,
                                      std::optional<ContactId> asking,
                                      const ClockReading& clock);
/// Records a call, from the number that is booked. Returns its id.
CallId insert_call(Database& database, SharedTexts& texts, const Call& call, const Booking& booking);

}  // namespace carillon::store::sqlite
