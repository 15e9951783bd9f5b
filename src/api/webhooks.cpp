// SPDX-License-Identifier: MIT
// Webhooks: who is told of events, and what became of each telling.
#include <utility>

#include "api/error_response.hpp"
#include "api/handlers.hpp"
#include "api/idempotency.hpp"
#include "api/media_type.hpp"
#include "api/paging.hpp"
#include "api/requests.hpp"
#include "api/respond.hpp"
#include "api/webhook_requests.hpp"
#include "events/courier.hpp"
#include "events/signature.hpp"

namespace carillon::api {
namespace {

constexpr std::uint64_t body_limit = 64 * 1024;
/// So long the old secret signs, too, after a new one was made.
constexpr Seconds rotation{24 * 3'600};

/// 0, which no row has, for what is no number: both are a 404.
WebhookId webhook_named(std::string_view name) {
    return WebhookId{parse_id(name).value_or(0)};
}

boost::asio::awaitable<Result<Webhook>> get_webhook(store::Store& store, std::string name) {
    auto found = co_await store.find_webhook(webhook_named(name));
    if (!found) co_return no_such("webhook", name);
    co_return *std::move(found);
}

/// The only answer in which a secret is seen.
http::Response with_secret(int status, const Webhook& webhook) {
    http::Response response = json_response(status, to_json(webhook, webhook.secret));
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

http::Response answer_with(const Result<Webhook>& webhook) {
    return webhook ? json_response(200, to_json(*webhook)) : problem(webhook.error());
}

Result<store::ListDeliveries> to_list(const http::Request& request, WebhookId webhook) {
    const auto page = read_page(request, "deliveries", {"status"});
    if (!page) return page.error();
    const auto status = read_status_filter(request, parse_delivery_status);
    if (!status) return status.error();
    return store::ListDeliveries{webhook, *status, page->after, page->limit};
}

}  // namespace

Answering create_webhook(Incoming incoming) {
    const std::string_view type = incoming.request.header("Content-Type");
    if (media_type(type) != "application/json") {
        const Error error{Errc::invalid, unsupported_type(type, "application/json")};
        co_return problem(415, error);
    }
    const auto body = co_await http::read_all(incoming.body, body_limit);
    if (!body) co_return problem(body.error());
    auto wanted = read_webhook_wanted(*body, incoming.rooms.config.allow_private_hooks);
    if (!wanted) co_return problem(wanted.error());

    auto key = read_idempotency_key(incoming.request, canonical_json(*body));
    if (!key) co_return problem(key.error());

    store::CreateWebhook create;
    create.url = std::move(wanted->url);
    create.kinds = std::move(wanted->kinds);
    create.campaign_id = wanted->campaign_id;
    create.secret = wanted->secret.empty() ? events::new_secret() : std::move(wanted->secret);
    create.idempotency = *std::move(key);
    create.most = events::most_webhooks;
    create.now = incoming.rooms.clock.now();
    const auto webhook = co_await incoming.rooms.store.create_webhook(std::move(create));

    if (!webhook) co_return problem(webhook.error());
    http::Response response = with_secret(201, *webhook);
    response.headers.emplace_back("Location", "/v1/webhooks/" + std::to_string(webhook->id.value()));
    co_return response;
}

Answering list_webhooks(Incoming incoming) {
    for (const auto& [name, value] : incoming.request.query)
        co_return problem(wrong_parameter(name, name + " is not known here: this list has one page"));

    store::Page<Webhook> page;
    page.items = co_await incoming.rooms.store.list_webhooks();

    co_return page_response(incoming.request, "webhooks", page);
}

Answering read_webhook(Incoming incoming) {
    const auto webhook = co_await get_webhook(incoming.rooms.store, incoming.subject);
    co_return answer_with(webhook);
}

Answering delete_webhook(Incoming incoming) {
    const Instant now = incoming.rooms.clock.now();
    const auto webhook = co_await incoming.rooms.store.delete_webhook(webhook_named(incoming.subject), now);
    co_return answer_with(webhook);
}

Answering disable_webhook(Incoming incoming) {
    const Instant now = incoming.rooms.clock.now();
    const auto webhook = co_await incoming.rooms.store.disable_webhook(
        webhook_named(incoming.subject), "disabled by a person", now);
    co_return answer_with(webhook);
}

Answering enable_webhook(Incoming incoming) {
    const Instant now = incoming.rooms.clock.now();
    const auto webhook = co_await incoming.rooms.store.enable_webhook(webhook_named(incoming.subject), now);
    incoming.rooms.feed.ring();
    co_return answer_with(webhook);
}

Answering rotate_webhook_secret(Incoming incoming) {
    const auto body = co_await http::read_all(incoming.body, body_limit);
    if (!body) co_return problem(body.error());
    auto secret = read_secret_wanted(*body);
    if (!secret) co_return problem(secret.error());

    store::RotateSecret rotate;
    rotate.id = webhook_named(incoming.subject);
    rotate.secret = secret->empty() ? events::new_secret() : *std::move(secret);
    rotate.old_until = incoming.rooms.clock.now() + rotation;
    const auto webhook = co_await incoming.rooms.store.rotate_secret(std::move(rotate));

    if (!webhook) co_return problem(webhook.error());
    co_return with_secret(200, *webhook);
}

Answering list_deliveries(Incoming incoming) {
    const auto webhook = co_await get_webhook(incoming.rooms.store, incoming.subject);
    if (!webhook) co_return problem(webhook.error());
    const auto wanted = to_list(incoming.request, webhook->id);
    if (!wanted) co_return problem(wanted.error());

    const auto deliveries = co_await incoming.rooms.store.list_deliveries(*wanted);

    co_return page_response(incoming.request, "deliveries", deliveries);
}

Answering resend_delivery(Incoming incoming) {
    const DeliveryId id{parse_id(incoming.subject).value_or(0)};
    const Instant now = incoming.rooms.clock.now();

    const auto delivery = co_await incoming.rooms.store.resend_delivery(id, now);

    if (!delivery) co_return problem(delivery.error());
    incoming.rooms.feed.ring();
    co_return json_response(200, to_json(*delivery));
}

}  // namespace carillon::api
