// SPDX-License-Identifier: MIT
// What the product counts and times, for Prometheus: one function per fact, as in the journal. The names of
// the metrics, their buckets and prometheus-cpp live in metrics.cpp alone. Counters begin at 0 with the
// process; what stands in the database is read when it is asked for. No label can have more values than are
// listed here, but `campaign`, which has a bound. Runs on: any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ids.hpp"
#include "instant.hpp"

namespace carillon::metrics {

using Duration = std::chrono::steady_clock::duration;

// Calls.
/// The carrier is asked to place one.
void call_attempted();
/// `ending`: its outcome, or `unknown`, `unresolved`.
void call_ended(std::optional<CampaignId> campaign, std::string_view ending);
/// Between the moment at which a call could have gone and the one at which the rates let it.
void rate_waited(Duration time);
/// What Twilio says that it will wait there before it is dialled.
void carrier_queued(Milliseconds time);
/// `request`: place, fetch, list, change, probe. `result`: ok, throttled, refused, failed (5xx), not_sent,
/// broken.
void carrier_answered(std::string_view request, std::string_view result, Duration time);
/// A call that we had to ask about, because no callback said how it is. `by`: search, poll.
void call_reconciled(std::string_view by, bool found);

// The store.
void group_committed(std::size_t jobs, Duration time);

// HTTP.
void connection_opened();
void connection_closed();
void accept_failed();
/// `route`: the pattern. Before the answer is sent.
void request_answered(std::string_view method, std::string_view route, int status, Duration time);

// Webhooks of users. `result`: delivered, failed, dead.
void delivery_tried(std::string_view result);

/// What is read when it is asked for.
struct Levels {
    std::int64_t open_calls = 0;
    std::int64_t unknown_calls = 0;
    std::int64_t unresolved_calls = 0;
    std::size_t writes_waiting = 0;
    std::size_t reads_waiting = 0;
};

/// In Prometheus' text format 0.0.4.
[[nodiscard]] std::string to_text(const Levels& levels);

}  // namespace carillon::metrics
