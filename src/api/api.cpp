// SPDX-License-Identifier: MIT
#include "api/api.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>
#include <utility>

#include "api/audit_trail.hpp"
#include "api/error_response.hpp"
#include "api/overload.hpp"
#include "api/routes.hpp"
#include "api/text.hpp"
#include "http/content_coding.hpp"
#include "journal.hpp"
#include "metrics.hpp"

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
            Error{Errc::not_found, "There is nothing at " + path + ". /docs lists what there is."});
    const Error error{Errc::invalid,
                      path + " takes " + match.allowed_methods + ", not " + shortened(request.method) + "."};
    http::Response response = problem(405, error);
    response.headers.emplace_back("Allow", match.allowed_methods);
    return response;
}

http::Response unknown_coding(const http::Request& request) {
    const Error error{Errc::invalid,
                      "Content-Encoding " + shortened(request.header("Content-Encoding")) +
                          " is not taken here: send gzip, or none."};
    http::Response response = problem(415, error);
    response.headers.emplace_back("Accept-Encoding", "gzip");
    return response;
}

http::Response later(const Error& error) {
    http::Response response = problem(error);
    response.headers.emplace_back("Retry-After", "1");
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
    const auto began = std::chrono::steady_clock::now();
    const Match match = find_route(request.method, request.path);
    const auto count = [&](int status) {
        const auto time = std::chrono::steady_clock::now() - began;
        if (match.route != nullptr)
            metrics::request_answered(match.route->method, match.route->pattern, status, time);
        else
            metrics::request_answered("any", "none", status, time);
    };
    try {
        auto answering = answer(match, request, body);
        http::Response response = co_await std::move(answering);
        count(response.status);
        co_return response;
    } catch (...) {  // the server's to answer
        count(500);
        throw;
    }
}

boost::asio::awaitable<http::Response> Api::answer(const Match& match,
                                                   const http::Request& request,
                                                   http::Body& body) {
    if (match.route == nullptr) co_return no_route(request, match);
    const Admission admission = co_await doorkeeper_.admit(match.route->access, request);
    if (const auto* away = std::get_if<TurnedAway>(&admission)) co_return refusal(*away);
    if (const auto overload = find_overload(match.route->access, rooms_.store.backlog()))
        co_return later(*overload);
    const Caller& caller = std::get<Caller>(admission);

    const http::Coding coding = http::content_coding(request);
    if (coding == http::Coding::unknown) co_return unknown_coding(request);
    http::GunzipBody unpacked(body);
    http::Body& content = coding == http::Coding::gzip ? unpacked : body;

    Remark remark;
    Incoming incoming(request, content, rooms_, match.subject, caller, remark);
    http::Response response = co_await match.route->handle(std::move(incoming));
    if (is_change(*match.route, response)) {
        const Instant now = rooms_.clock.now();
        const auto entry =
            to_audit_entry(*match.route, request, response, caller, match.subject, remark, now);
        co_await keep(entry, request.id);
    }
    http::pack_answer(request, response);
    co_return response;
}

/// It is done, and whoever is told that it failed may do it twice: call somebody, for example.
boost::asio::awaitable<void> Api::keep(const NewAuditEntry& entry, std::string_view request) {
    try {
        co_await rooms_.store.add_audit_entry(entry);
    } catch (const std::exception& failure) {
        journal::audit_entry_lost(request, entry, failure.what());
    }
}

http::Response Api::refuse(int status, std::string sentence) const {
    const Error error{Errc::invalid, std::move(sentence)};
    return problem(status, error);
}

}  // namespace carillon::api
