// SPDX-License-Identifier: MIT
#include "api/api.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "api/access.hpp"
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

}  // namespace

boost::asio::awaitable<http::Response> Api::handle(const http::Request& request, http::Body& body) {
    Match match = find_route(request.method, request.path);
    if (match.route == nullptr) co_return no_route(request, match);
    if (const auto refusal = find_refusal(match.route->access, request, rooms_.config))
        co_return problem(*refusal);

    Incoming incoming(request, body, rooms_, std::move(match.subject));
    co_return co_await match.route->handle(std::move(incoming));
}

http::Response Api::refuse(int status, std::string sentence) const {
    const Error error{Errc::invalid, std::move(sentence)};
    return problem(status, error);
}

}  // namespace carillon::api
