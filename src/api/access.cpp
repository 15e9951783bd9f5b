// SPDX-License-Identifier: MIT
#include "api/access.hpp"

#include <algorithm>
#include <string_view>

#include <openssl/crypto.h>

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

std::optional<Error> refuse_strangers(const http::Request& request) {
    const std::string_view remedy = " Set CARILLON_API_KEY to use the API from elsewhere.";
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
    if (lower_case(bearer.substr(0, 7)) == "bearer ") return bearer.substr(7);
    return request.header("X-API-Key");
}

bool are_equal(std::string_view key, std::string_view presented) {
    return key.size() == presented.size() && CRYPTO_memcmp(key.data(), presented.data(), key.size()) == 0;
}

std::optional<Error> ask_for_key(const http::Request& request, const Secret& key) {
    const std::string_view presented = presented_key(request);
    if (are_equal(key.reveal(), presented)) return std::nullopt;
    return Error{Errc::unauthorized,
                 presented.empty() ? "Send the API key as `Authorization: Bearer …` or `X-API-Key: …`."
                                   : "The API key is not the one that this server was started with."};
}

}  // namespace

std::optional<Error> find_refusal(Access access, const http::Request& request, const Config& config) {
    const bool has_key = !config.api_key.empty();
    switch (access) {
        case Access::open:
        case Access::carrier_signature:
            return std::nullopt;
        case Access::probe:
            return has_key ? std::nullopt : refuse_strangers(request);
        case Access::operator_key:
            return has_key ? ask_for_key(request, config.api_key) : refuse_strangers(request);
    }
    return Error{Errc::forbidden, "Nobody may use this route."};
}

}  // namespace carillon::api
