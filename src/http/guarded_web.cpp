// SPDX-License-Identifier: MIT
#include "http/guarded_web.hpp"

#include <algorithm>
#include <exception>

#include "http/answer_reader.hpp"
#include "http/public_address.hpp"
#include "http/request_text.hpp"
#include "http/wire.hpp"

namespace carillon::http {

namespace asio = boost::asio;
using std::chrono::steady_clock;

std::string find_url_fault(const Url& url, Guard guard) {
    if (!url.user_info.empty()) return "a URL with a user or password is not asked";
    if (!url.tls && guard == Guard::public_only) return "only https:// URLs are asked";
    return {};
}

std::string find_address_fault(const Endpoints& endpoints, Guard guard) {
    if (endpoints.empty()) return "the host has no address";
    const bool are_public = std::all_of(endpoints.begin(), endpoints.end(), [](const auto& endpoint) {
        return is_public(endpoint.address());
    });
    if (are_public || guard == Guard::off) return {};
    return "the host is not on the public internet, so it is not asked";
}

GuardedWeb::GuardedWeb(asio::any_io_executor executor, Guard guard, const std::string& extra_authorities)
    : executor_(std::move(executor)), guard_(guard), tls_context_(make_tls_context(extra_authorities)) {}

GuardedWeb::~GuardedWeb() = default;

asio::awaitable<boost::system::result<Endpoints>> GuardedWeb::look_up(Url url, Moment deadline) {
    constexpr std::int64_t most_at_once = 64;
    if (*lookups_ >= most_at_once) co_return boost::system::error_code(asio::error::try_again);
    co_return co_await resolve(
        executor_, resolving_.get_executor(), std::move(url.host), url.port, deadline, lookups_);
}

namespace {

NoWebAnswer unknown_host(const Url& url, const boost::system::error_code& failure) {
    return {"looking up " + url.host + " failed: " + failure.message()};
}

}  // namespace

asio::awaitable<WebResult> GuardedWeb::exchange(WebRequest request) {
    const Moment deadline = steady_clock::now() + request.patience;
    const auto url = parse_url(request.url);
    if (!url) co_return NoWebAnswer{"the URL " + url.error().message};
    const Outgoing outgoing{request.method, request.headers, request.body};
    if (!is_sendable(*url, outgoing))
        co_return NoWebAnswer{"the request holds a line break where none may be"};
    if (auto fault = find_url_fault(*url, guard_); !fault.empty()) co_return NoWebAnswer{std::move(fault)};

    auto endpoints = co_await look_up(*url, deadline);
    if (!endpoints) co_return unknown_host(*url, endpoints.error());
    if (auto fault = find_address_fault(*endpoints, guard_); !fault.empty())
        co_return NoWebAnswer{std::move(fault)};

    Wire wire{executor_};
    const auto unconnected = co_await wire.connect(*url, *std::move(endpoints), tls_context_, deadline);
    if (unconnected) co_return NoWebAnswer{*unconnected};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now());
    wire.allow(std::max(left, std::chrono::milliseconds{1}));
    const std::string text = to_text(*url, outgoing);
    const auto unwritten = co_await wire.write(text);
    if (unwritten) co_return NoWebAnswer{broken_by(unwritten).reason};
    auto reading = co_await read_answer(wire, request.method, request.answer_bytes);
    if (auto* const broken = std::get_if<Broken>(&reading)) co_return NoWebAnswer{std::move(broken->reason)};
    Answer& answer = std::get<WholeAnswer>(reading).answer;
    co_return WebAnswer{answer.status,
                        std::string(answer.header("Content-Type")),
                        std::move(answer.body),
                        std::string(answer.header("Retry-After"))};
}

asio::awaitable<WebResult> GuardedWeb::ask(WebRequest request) {
    try {
        co_return co_await exchange(std::move(request));
    } catch (const std::exception& failure) {  // no memory, say
        co_return NoWebAnswer{failure.what()};
    }
}

}  // namespace carillon::http
