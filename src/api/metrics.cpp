// SPDX-License-Identifier: MIT
// /metrics: what was counted since the process began, and how things stand.
#include "metrics.hpp"

#include "api/handlers.hpp"

namespace carillon::api {

Answering report_metrics(Incoming incoming) {
    const store::Backlog backlog = incoming.rooms.store.backlog();
    const store::CallCounts calls = co_await incoming.rooms.store.count_calls();

    metrics::Levels levels;
    levels.open_calls = calls.open;
    levels.unknown_calls = calls.unknown;
    levels.unresolved_calls = calls.unresolved;
    levels.writes_waiting = backlog.writes;
    levels.reads_waiting = backlog.reads;
    co_return http::Response(200, "text/plain; version=0.0.4; charset=utf-8", metrics::to_text(levels));
}

}  // namespace carillon::api
