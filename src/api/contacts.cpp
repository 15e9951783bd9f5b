// SPDX-License-Identifier: MIT
// Contacts: list, read with their calls, have called again.
#include "api/error_response.hpp"
#include "api/handlers.hpp"
#include "api/lifecycle_requests.hpp"
#include "api/lookup.hpp"
#include "api/media_type.hpp"
#include "api/paging.hpp"
#include "api/respond.hpp"
#include "contact.hpp"

namespace carillon::api {

Answering list_contacts(Incoming incoming) {
    const auto campaign = co_await get_campaign(incoming.rooms.store, incoming.subject);
    if (!campaign) co_return problem(campaign.error());
    const auto page = read_page(incoming.request, "contacts", {"status"});
    if (!page) co_return problem(page.error());
    const auto status = read_status_filter(incoming.request, parse_contact_status);
    if (!status) co_return problem(status.error());

    store::ListContacts wanted;
    wanted.campaign_id = campaign->id;
    wanted.status = *status;
    wanted.after = page->after;
    wanted.limit = page->limit;
    const auto contacts = co_await incoming.rooms.store.list_contacts(std::move(wanted));

    co_return page_response(incoming.request, "contacts", contacts);
}

Answering read_contact(Incoming incoming) {
    const auto contact = co_await get_contact(incoming.rooms.store, incoming.subject);
    if (!contact) co_return problem(contact.error());

    store::ListCalls wanted;
    wanted.contact_id = contact->id;
    wanted.limit = 1000;
    const auto calls = co_await incoming.rooms.store.list_calls(std::move(wanted));

    co_return json_response(200, to_json(*contact, calls.items));
}

Answering requeue_contact(Incoming incoming) {
    const auto contact = co_await get_contact(incoming.rooms.store, incoming.subject);
    if (!contact) co_return problem(contact.error());

    const Instant now = incoming.rooms.clock.now();
    const auto requeued = co_await incoming.rooms.store.requeue_contact(contact->id, now);

    if (!requeued) co_return problem(requeued.error());
    incoming.rooms.dialer.wake();
    co_return json_response(200, to_json(*requeued));
}

Answering opt_out_contact(Incoming incoming) {
    constexpr std::uint64_t body_limit = 64 * 1024;
    const auto body = co_await http::read_all(incoming.body, body_limit);
    if (!body) co_return problem(body.error());
    const std::string_view type = incoming.request.header("Content-Type");
    if (!body->empty() && media_type(type) != "application/json") {
        const Error error{Errc::invalid, unsupported_type(type, "application/json")};
        co_return problem(415, error);
    }
    auto reason = read_opt_out_reason(*body);
    if (!reason) co_return problem(reason.error());
    const auto contact = co_await get_contact(incoming.rooms.store, incoming.subject);
    if (!contact) co_return problem(contact.error());

    const auto opted_out = co_await incoming.rooms.dialer.opt_out(contact->id, *std::move(reason));

    if (!opted_out) co_return problem(opted_out.error());
    co_return json_response(200, to_json(*opted_out));
}

}  // namespace carillon::api
