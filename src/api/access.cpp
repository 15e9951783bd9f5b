// SPDX-License-Identifier: MIT
#include "api/access.hpp"

#include <algorithm>
#include <utility>

#include "api/text.hpp"

namespace carillon::api {
namespace {

/// `localhost`, `127.…` or `[::1]`, with or without a port. A name that only begins like one is not.
bool is_loopback(std::string_view host) {
    if (host.starts_with("[::1]")) return host.size() == 5 || host[5] == ':';
    const std::string name = lower_case(host.substr(0, host.find(':')));
    return name == "localhost" ||
           (name.starts_with("127.") && name.find_first_not_of("0123456789.") == std::string::npos);
}

bool came_through_a_proxy(const http::Request& request) {
    return std::any_of(request.headers.begin(), request.headers.end(), [](const http::Header& header) {
        const std::string name = lower_case(header.first);
        return name == "forwarded" || name.starts_with("x-forwarded-");
    });
}

/// A browser names the page that sends a request; a page from elsewhere must not post to this machine.
bool came_from_a_foreign_page(const http::Request& request) {
    const std::string_view origin = request.header("Origin");
    if (origin.empty()) return false;
    const std::size_t host = origin.find("://");
    return host == std::string_view::npos || !is_loopback(origin.substr(host + 3));
}

}  // namespace

std::optional<Error> find_stranger(const http::Request& request) {
    const std::string_view remedy = " Make one with `carillon keys create` to use the API from elsewhere.";
    std::string why;
    if (!is_loopback(request.header("Host")))
        why =
            "Without an API key the API answers only to localhost, and the Host of this request is another.";
    else if (came_through_a_proxy(request))
        why =
            "Without an API key the API answers only to this machine, and this request came through a proxy.";
    else if (came_from_a_foreign_page(request))
        why =
            "Without an API key the API answers only to this machine, and a foreign web page sent this "
            "request.";
    if (why.empty()) return std::nullopt;
    return Error{Errc::forbidden, why.append(remedy)};
}

std::string_view presented_key(const http::Request& request) {
    const std::string_view bearer = request.header("Authorization");
    if (lower_case(bearer.substr(0, 7)) == "bearer ") return trimmed(bearer.substr(7));
    return request.header("X-API-Key");
}

Result<Caller> recognise(std::string_view presented,
                         const Secret& configured,
                         const std::optional<ApiKey>& known,
                         Instant now) {
    if (presented.empty())
        return Error{Errc::unauthorized,
                     "Send an API key as `Authorization: Bearer …` or `X-API-Key: …`; `carillon keys create` "
                     "makes one."};
    // Digests are compared, so that not even the configured key's length shows in the time that it takes.
    if (!configured.empty() && are_same_digest(sha256_hex(presented), sha256_hex(configured.reveal())))
        return Caller{
            "configured key", {}, {Scope::read, Scope::upload, Scope::dial, Scope::admin}, std::nullopt};
    const auto parsed = parse_api_key(presented);
    const bool is_known = parsed && known && known->id == parsed->id &&
                          are_same_digest(known->secret_sha256, parsed->secret_sha256);
    if (!is_known) return Error{Errc::unauthorized, "The API key is none that this server knows."};
    const std::string fault = find_key_fault(*known, now);
    if (!fault.empty()) return Error{Errc::unauthorized, "The API key " + fault + "."};
    return Caller{known->name, known->id, known->scopes, known->requests_per_second};
}

std::optional<Error> find_lack(Scopes scopes, Scope needed) {
    if (scopes.allow(needed)) return std::nullopt;
    return Error{Errc::forbidden,
                 "This needs an API key with the scope " + std::string{to_text(needed)} + "; this one has " +
                     to_text(scopes) + "."};
}

}  // namespace carillon::api
