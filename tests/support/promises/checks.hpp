// SPDX-License-Identifier: MIT
// The checks behind check_promises, one for each promise. All are given the same facts and only read them.
#pragma once

#include "support/promises/facts.hpp"

namespace carillon::test {

// calls.cpp: the ledger's calls against our rows.
void check_nobody_is_rung_twice(const Evidence& evidence, const Facts& facts, PromiseReport& report);  // P1
void check_attempts_are_allowed(const Evidence& evidence, const Facts& facts, PromiseReport& report);  // P2
void check_calls_have_rows(const Evidence& evidence, const Facts& facts, PromiseReport& report);       // P4
void check_callbacks_are_kept(const Evidence& evidence, const Facts& facts, PromiseReport& report);    // P5
void check_endings_agree(const Evidence& evidence, const Facts& facts, PromiseReport& report);         // P6
void check_unresolved_is_honest(const Evidence& evidence, const Facts& facts, PromiseReport& report);  // P10

// file.cpp: the database against itself.
void check_nobody_is_skipped(const Evidence& evidence, PromiseReport& report);  // P3
void check_file_is_sound(const Evidence& evidence, PromiseReport& report);      // P8

// replay.cpp: what the callbacks that were kept make of a call.
void check_callbacks_replay(const Evidence& evidence, PromiseReport& report);  // P7

// schema.cpp: what nobody can write into the file.
void check_schema_holds(const Evidence& evidence, PromiseReport& report);  // P8

// limits.cpp: pace, caps, suppressions, campaigns that were stopped.
void check_limits_are_kept(const Evidence& evidence, const Facts& facts, PromiseReport& report);  // P9

/// Whether this call held a place all the time until its end.
[[nodiscard]] bool was_held_against_cap(const CallRow& row);
/// The most of these calls that were open at one instant (+1, -1). At the same instant an end comes first.
[[nodiscard]] std::int64_t most_at_once(std::vector<std::pair<Instant, int>> changes);
// usage.cpp: gaps, and what is used up of a number, a day, a from-number.
void check_usage_is_limited(const Evidence& evidence, const Facts& facts, PromiseReport& report);  // P9

// logs.cpp: what people may read.
void check_logs_are_discreet(const Evidence& evidence, const Facts& facts, PromiseReport& report);  // P11

}  // namespace carillon::test
