// SPDX-License-Identifier: MIT
// Campaigns: create, list, read, change, and the four moves of their lives.
#include "api/audit_trail.hpp"
#include "api/error_response.hpp"
#include "api/handlers.hpp"
#include "api/idempotency.hpp"
#include "api/lookup.hpp"
#include "api/media_type.hpp"
#include "api/paging.hpp"
#include "api/precondition.hpp"
#include "api/requests.hpp"
#include "api/respond.hpp"
#include "api/settings_guard.hpp"
#include "campaign.hpp"
#include "settings.hpp"

namespace carillon::api {
namespace {

constexpr std::uint64_t body_limit = 1024 * 1024;

http::Response wrong_type(const http::Request& request) {
    const Error error{Errc::invalid, unsupported_type(request.header("Content-Type"), "application/json")};
    return problem(415, error);
}

bool is_json(const http::Request& request) {
    return media_type(request.header("Content-Type")) == "application/json";
}

Result<store::CreateCampaign> to_create(const http::Request& request,
                                        const std::string& body,
                                        const Caller& caller,
                                        const Rooms& rooms) {
    auto wanted = read_campaign_wanted(body);
    if (!wanted) return wanted.error();
    if (auto lack = find_lack_for_settings(caller, *wanted)) return *std::move(lack);
    if (!wanted->name)
        return Error{Errc::invalid, "A campaign needs a name.", {{"/name", "name is missing"}}};
    auto settings = change_settings(rooms.config.default_settings(), wanted->settings);
    if (!settings) return settings.error();
    if (auto unsafe = find_unsafe_hook(*settings, rooms.config)) return *std::move(unsafe);
    auto key = read_idempotency_key(request, canonical_json(body));
    if (!key) return key.error();

    store::CreateCampaign create;
    create.name = *std::move(wanted->name);
    create.settings = *std::move(settings);
    create.idempotency = *std::move(key);
    create.now = rooms.clock.now();
    return create;
}

Result<store::ChangeCampaign> to_change(const Campaign& campaign,
                                        const std::string& body,
                                        const Rooms& rooms) {
    auto wanted = read_campaign_wanted(body);
    if (!wanted) return wanted.error();
    auto settings = change_settings(campaign.settings, wanted->settings);
    if (!settings) return settings.error();
    if (auto unsafe = find_unsafe_hook(*settings, rooms.config)) return *std::move(unsafe);

    store::ChangeCampaign change;
    change.id = campaign.id;
    change.settings_version = campaign.settings_version;
    change.name = wanted->name.value_or(campaign.name);
    change.settings = *std::move(settings);
    change.now = rooms.clock.now();
    return change;
}

/// What a campaign must have before anybody is called for it.
std::optional<Error> find_lack(const Campaign& campaign, CampaignMove move, Instant now) {
    if (move != CampaignMove::start) return std::nullopt;
    auto missing = missing_for_start(campaign.settings);
    if (!missing.empty())
        return Error{
            Errc::conflict, "The campaign cannot start yet: settings are missing.", std::move(missing)};
    const auto& end_at = campaign.settings.end_at;
    if (!end_at || now < *end_at) return std::nullopt;
    return Error{Errc::conflict,
                 "The campaign cannot start any more: its end is over.",
                 {{"/settings/end_at", "end_at was " + to_rfc3339(*end_at) + ": nobody would be called"}}};
}

http::Response other_version(const Campaign& campaign) {
    const Error error{
        Errc::conflict,
        "The campaign's name or settings are not any more those that If-Match names; they are " +
            version_of(campaign) + " now. Read it again, then repeat the change."};
    return problem(412, error);
}

Answering move_campaign(Incoming incoming, CampaignMove move) {
    const auto campaign = co_await get_campaign(incoming.rooms.store, incoming.subject);
    if (!campaign) co_return problem(campaign.error());

    if (const auto lack = find_lack(*campaign, move, incoming.rooms.clock.now())) co_return problem(*lack);

    const auto moved = co_await incoming.rooms.dialer.move_campaign(campaign->id, move);

    if (!moved) co_return problem(moved.error());
    co_return with_version(json_response(200, to_json(*moved)), *moved);
}

}  // namespace

Answering create_campaign(Incoming incoming) {
    if (!is_json(incoming.request)) co_return wrong_type(incoming.request);
    const auto body = co_await http::read_all(incoming.body, body_limit);
    if (!body) co_return problem(body.error());

    auto create = to_create(incoming.request, *body, incoming.caller, incoming.rooms);
    if (!create) co_return problem(create.error());

    const auto campaign = co_await incoming.rooms.store.create_campaign(*std::move(create));

    if (!campaign) co_return problem(campaign.error());
    http::Response response = json_response(201, to_json(*campaign));
    response.headers.emplace_back("Location", "/v1/campaigns/" + std::to_string(campaign->id.value()));
    co_return with_version(std::move(response), *campaign);
}

Answering list_campaigns(Incoming incoming) {
    const auto page = read_page(incoming.request, "campaigns", {"status"});
    if (!page) co_return problem(page.error());
    const auto status = read_status_filter(incoming.request, parse_campaign_status);
    if (!status) co_return problem(status.error());

    store::ListCampaigns wanted;
    wanted.status = *status;
    wanted.after = page->after;
    wanted.limit = page->limit;
    const auto campaigns = co_await incoming.rooms.store.list_campaigns(std::move(wanted));

    co_return page_response(incoming.request, "campaigns", campaigns);
}

Answering read_campaign(Incoming incoming) {
    const auto campaign = co_await get_campaign(incoming.rooms.store, incoming.subject);

    if (!campaign) co_return problem(campaign.error());
    co_return with_version(json_response(200, to_json(*campaign)), *campaign);
}

Answering change_campaign(Incoming incoming) {
    if (!is_json(incoming.request)) co_return wrong_type(incoming.request);
    const auto body = co_await http::read_all(incoming.body, body_limit);
    if (!body) co_return problem(body.error());
    const auto campaign = co_await get_campaign(incoming.rooms.store, incoming.subject);
    if (!campaign) co_return problem(campaign.error());
    const std::string_view condition = incoming.request.header("If-Match");
    if (!fits(condition, version_of(*campaign))) co_return other_version(*campaign);

    auto change = to_change(*campaign, *body, incoming.rooms);
    if (!change) co_return problem(change.error());

    const auto changed = co_await incoming.rooms.store.change_campaign(*std::move(change));

    const bool is_overtaken = !changed && changed.error().code == Errc::conflict;
    if (is_overtaken && !condition.empty()) co_return problem(412, changed.error());
    if (!changed) co_return problem(changed.error());
    incoming.remark.changes = find_changes(*campaign, *changed);
    incoming.rooms.dialer.wake();
    co_return with_version(json_response(200, to_json(*changed)), *changed);
}

Answering start_campaign(Incoming incoming) {
    return move_campaign(std::move(incoming), CampaignMove::start);
}
Answering pause_campaign(Incoming incoming) {
    return move_campaign(std::move(incoming), CampaignMove::pause);
}
Answering resume_campaign(Incoming incoming) {
    return move_campaign(std::move(incoming), CampaignMove::resume);
}
Answering cancel_campaign(Incoming incoming) {
    return move_campaign(std::move(incoming), CampaignMove::cancel);
}

}  // namespace carillon::api
