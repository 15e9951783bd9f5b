// SPDX-License-Identifier: MIT
#include "api/api.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "api/audit_trail.hpp"
#include "api/error_response.hpp"
#include "api/routes.hpp"
#include "api/text.hpp"

namespace carillon::api {
namespace {

/// Whether RFC 9110 (or 5789: PATCH) says what it means, so that a path may take it or not. HEAD comes as
/// GET.
bool is_known_method(std::string_view method) {
    constexpr std::array<std::string_view, 8> known{
        "GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"};
    return std::find(known.begin(), known.end(), method) != known.end();
}

http::Response no_route(const http::Request& request, const Match& match) {
    if (!is_known_method(request.method)) {
        const Error error{Errc::invalid, "No path here takes the method " + shortened(request.method) + "."};
        return problem(501, error);
    }
    const std::string path = shortened(request.path);
    if (match.allowed_methods.empty())
        return problem(
            Error{Errc::not_found, "There is nothing at " + path + ". docs/api.md lists what there is."});
    const Error error{Errc::invalid,
                      path + " takes " + match.allowed_methods + ", not " + shortened(request.method) + "."};
    http::Response response = problem(405, error);
    response.headers.emplace_back("Allow", match.allowed_methods);
    return response;
}

http::Response refusal(const TurnedAway& away) {
    http::Response response = problem(away.error);
    if (away.retry_after)
        response.headers.emplace_back("Retry-After", std::to_string(away.retry_after->count()));
    return response;
}

}  // namespace

boost::asio::awaitable<http::Response> Api::handle(const http::Request& request, http::Body& body) {
    const Match match = find_route(request.method, request.path);
    if (match.route == nullptr) co_return no_route(request, match);
    const Admission admission = co_await doorkeeper_.admit(match.route->access, request);
    if (const auto* away = std::get_if<TurnedAway>(&admission)) co_return refusal(*away);
    const Caller& caller = std::get<Caller>(admission);

    Remark remark;
    Incoming incoming(request, body, rooms_, match.subject, caller, remark);
    http::Response response = co_await match.route->handle(std::move(incoming));
    if (is_change(*match.route, response)) {
        const Instant now = rooms_.clock.now();
        auto entry = to_audit_entry(*match.route, request, response, caller, match.subject, remark, now);
        co_await rooms_.store.add_audit_entry(std::move(entry));
    }
    co_return response;
}

http::Response Api::refuse(int status, std::string sentence) const {
    const Error error{Errc::invalid, std::move(sentence)};
    return problem(status, error);
}

}  // namespace carillon::api
