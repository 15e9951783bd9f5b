// SPDX-License-Identifier: MIT
// Why: of a contact, of a campaign, and of one that has not begun.
#include "api/encode.hpp"
#include "api/error_response.hpp"
#include "api/handlers.hpp"
#include "api/paging.hpp"
#include "api/respond.hpp"

namespace carillon::api {

Answering explain_contact(Incoming incoming) {
    const ContactId id{parse_id(incoming.subject).value_or(0)};
    const auto explanation = co_await incoming.rooms.dialer.explain_contact(id);
    if (!explanation) co_return problem(no_such("contact", incoming.subject));
    co_return json_response(200, to_json(*explanation));
}

Answering explain_campaign(Incoming incoming) {
    const CampaignId id{parse_id(incoming.subject).value_or(0)};
    const auto explanation = co_await incoming.rooms.dialer.explain_campaign(id);
    if (!explanation) co_return problem(no_such("campaign", incoming.subject));
    co_return json_response(200, to_json(*explanation));
}

Answering preflight_campaign(Incoming incoming) {
    const CampaignId id{parse_id(incoming.subject).value_or(0)};
    const auto preflight = co_await incoming.rooms.dialer.preflight(id);
    if (!preflight) co_return problem(no_such("campaign", incoming.subject));
    co_return json_response(200, to_json(*preflight));
}

}  // namespace carillon::api
