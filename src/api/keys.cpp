// SPDX-License-Identifier: MIT
// API keys and the audit, for those with an admin key. A key is shown in the answer that makes it, and never
// again.
#include <nlohmann/json.hpp>

#include "api/error_response.hpp"
#include "api/handlers.hpp"
#include "api/key_requests.hpp"
#include "api/media_type.hpp"
#include "api/paging.hpp"
#include "api/respond.hpp"
#include "api_key_text.hpp"

namespace carillon::api {
namespace {

constexpr std::uint64_t body_limit = 64 * 1024;

http::Response unkept(int status, std::string json) {
    http::Response response = json_response(status, std::move(json));
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

}  // namespace

Answering create_key(Incoming incoming) {
    const std::string_view type = incoming.request.header("Content-Type");
    if (media_type(type) != "application/json") {
        const Error error{Errc::invalid, unsupported_type(type, "application/json")};
        co_return problem(415, error);
    }
    const auto body = co_await http::read_all(incoming.body, body_limit);
    if (!body) co_return problem(body.error());

    auto wanted = read_key_wanted(*body, incoming.rooms.clock.now());
    if (!wanted) co_return problem(wanted.error());
    const std::string secret = random_key_secret();
    wanted->secret_sha256 = sha256_hex(secret);
    const auto key = co_await incoming.rooms.store.create_api_key(*std::move(wanted));

    if (!key) co_return problem(key.error());
    http::Response response = unkept(201, to_json(*key, api_key_text(key->id, secret)));
    response.headers.emplace_back("Location", "/v1/keys/" + std::to_string(key->id.value()));
    co_return response;
}

Answering list_keys(Incoming incoming) {
    const auto page = read_page(incoming.request, "keys");
    if (!page) co_return problem(page.error());

    store::ListApiKeys wanted;
    wanted.after = page->after;
    wanted.limit = page->limit;
    const auto keys = co_await incoming.rooms.store.list_api_keys(wanted);

    co_return page_response(incoming.request, "keys", keys);
}

Answering revoke_key(Incoming incoming) {
    const auto number = parse_id(incoming.subject);
    if (!number) co_return problem(no_such("key", incoming.subject));
    const ApiKeyId id{*number};

    const Instant now = incoming.rooms.clock.now();
    const auto key = co_await incoming.rooms.store.revoke_api_key(id, now);

    if (!key) co_return problem(key.error());
    co_return json_response(200, to_json(*key));
}

Answering list_audit(Incoming incoming) {
    const auto page = read_page(incoming.request, "entries");
    if (!page) co_return problem(page.error());

    store::ListAuditEntries wanted;
    wanted.after = page->after;
    wanted.limit = page->limit;
    const auto entries = co_await incoming.rooms.store.list_audit_entries(wanted);

    co_return page_response(incoming.request, "entries", entries);
}

}  // namespace carillon::api
