// SPDX-License-Identifier: MIT
// Whether a campaign's agent answers, before anybody is called.
#include <nlohmann/json.hpp>

#include "api/error_response.hpp"
#include "api/handlers.hpp"
#include "api/lookup.hpp"
#include "api/respond.hpp"

namespace carillon::api {
namespace {

std::string probe_to_json(const dialer::AgentProbe& probe) {
    nlohmann::ordered_json json{{"ok", probe.ok},
                                {"status", nullptr},
                                {"content_type", nullptr},
                                {"milliseconds", probe.took.count()},
                                {"problem", nullptr}};
    if (probe.status) json["status"] = *probe.status;
    if (!probe.content_type.empty()) json["content_type"] = probe.content_type;
    if (!probe.problem.empty()) json["problem"] = probe.problem;
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

Answering probe_agent(Incoming incoming) {
    const auto campaign = co_await get_campaign(incoming.rooms.store, incoming.subject);
    if (!campaign) co_return problem(campaign.error());

    const auto probe = co_await incoming.rooms.dialer.probe_agent(campaign->id);

    if (!probe) co_return problem(probe.error());
    co_return json_response(200, probe_to_json(*probe));
}

}  // namespace carillon::api
