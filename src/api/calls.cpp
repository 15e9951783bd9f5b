// SPDX-License-Identifier: MIT
// Calls: list, read with their callbacks, hang up.
#include "api/error_response.hpp"
#include "api/handlers.hpp"
#include "api/lookup.hpp"
#include "api/paging.hpp"
#include "api/respond.hpp"
#include "call.hpp"

namespace carillon::api {
namespace {

Result<store::ListCalls> to_list(const http::Request& request) {
    const auto page = read_page(request, "calls", {"campaign_id", "contact_id", "status"});
    if (!page) return page.error();
    const auto campaign = read_id_filter<CampaignId>(request, "campaign_id");
    if (!campaign) return campaign.error();
    const auto contact = read_id_filter<ContactId>(request, "contact_id");
    if (!contact) return contact.error();
    const auto status = read_status_filter(request, parse_call_status);
    if (!status) return status.error();

    store::ListCalls wanted;
    wanted.campaign_id = *campaign;
    wanted.contact_id = *contact;
    wanted.status = *status;
    wanted.after = page->after;
    wanted.limit = page->limit;
    return wanted;
}

}  // namespace

Answering list_calls(Incoming incoming) {
    auto wanted = to_list(incoming.request);
    if (!wanted) co_return problem(wanted.error());

    const auto calls = co_await incoming.rooms.store.list_calls(*std::move(wanted));

    co_return page_response(incoming.request, "calls", calls);
}

Answering read_call(Incoming incoming) {
    const auto call = co_await get_call(incoming.rooms.store, incoming.subject);
    if (!call) co_return problem(call.error());

    const auto callbacks = co_await incoming.rooms.store.list_callbacks(call->id);

    co_return json_response(200, to_json(*call, callbacks));
}

Answering hang_up_call(Incoming incoming) {
    const auto call = co_await get_call(incoming.rooms.store, incoming.subject);
    if (!call) co_return problem(call.error());

    const auto ended = co_await incoming.rooms.dialer.hang_up(call->id);

    if (!ended) co_return problem(ended.error());
    co_return json_response(200, to_json(*ended));
}

}  // namespace carillon::api
