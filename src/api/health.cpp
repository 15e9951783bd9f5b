// SPDX-License-Identifier: MIT
// Whether the process lives (/healthz), and whether all that it needs works (/readyz).
#include <chrono>

#include <nlohmann/json.hpp>

#include "api/handlers.hpp"
#include "api/respond.hpp"

namespace carillon::api {
namespace {

using Json = nlohmann::ordered_json;

/// A machine that has not set its clock yet says 1970, and would call people at the wrong hour.
constexpr Instant earliest_sane{std::chrono::sys_days{std::chrono::year{2025} / 1 / 1}};

/// {"ok": true}, perhaps with a remark as its "detail", or {"ok": false, "detail": what is wrong}.
Json check(const std::string& trouble, const std::string& remark = {}) {
    if (!trouble.empty()) return {{"ok", false}, {"detail", trouble}};
    if (!remark.empty()) return {{"ok", true}, {"detail", remark}};
    return {{"ok", true}};
}

}  // namespace

Answering report_alive(Incoming) {
    co_return json_response(200, R"({"status":"ok"})");
}

Answering report_ready(Incoming incoming) {
    const std::string store =
        incoming.rooms.store.is_healthy()
            ? incoming.rooms.dialer.held_back()
            : "the last write to the database failed, or the file is damaged: the log says which";
    const std::string clock =
        incoming.rooms.clock.now() >= earliest_sane
            ? ""
            : "the machine's clock is not set: " + to_rfc3339(incoming.rooms.clock.now());
    const std::string restore = incoming.rooms.dialer.restore_trouble();
    const std::string carrier = co_await incoming.rooms.dialer.carrier_trouble();

    const WebhookHealth& webhooks = incoming.rooms.webhooks;

    const bool is_ready =
        store.empty() && clock.empty() && restore.empty() && carrier.empty() && webhooks.trouble().empty();
    const Json json = {{"status", is_ready ? "ready" : "not_ready"},
                       {"checks",
                        {{"store", check(store)},
                         {"restore", check(restore)},
                         {"carrier", check(carrier)},
                         {"webhooks", check(webhooks.trouble(), webhooks.remark())},
                         {"clock", check(clock)}}}};
    co_return json_response(is_ready ? 200 : 503, json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace carillon::api
