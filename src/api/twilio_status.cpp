// SPDX-License-Identifier: MIT
// /twilio-status, the guide's second endpoint, and /twilio-amd: verify, read, settle in one transaction, and
// only then answer 200.
#include "api/error_response.hpp"
#include "api/handlers.hpp"
#include "journal.hpp"
#include "twilio/callback_url.hpp"
#include "twilio/form.hpp"
#include "twilio/signature.hpp"
#include "twilio/status_callback.hpp"

namespace carillon::api {
namespace {

constexpr std::uint64_t body_limit = 64 * 1024;

http::Response empty_twiml() {
    return http::Response(200, "text/xml", R"(<?xml version="1.0" encoding="UTF-8"?><Response></Response>)");
}

/// Never by Host, which a stranger writes: by the URL that Twilio was given.
bool is_signed(const twilio::Verifier& verifier,
               const http::Request& request,
               const std::string& raw_body,
               const twilio::Form& body,
               const std::string& given_url) {
    const std::string url = twilio::signed_url(given_url, request.target);
    return verifier.accepts(url, request.method, raw_body, body, request.header("X-Twilio-Signature"));
}

http::Response refuse_forgery(const http::Request& request) {
    const bool has_signature = !request.header("X-Twilio-Signature").empty();
    journal::callback_refused(request.remote_address, has_signature ? "wrong signature" : "no signature");
    return problem(
        Error{Errc::forbidden,
              has_signature
                  ? "The X-Twilio-Signature does not fit this request. It is made with the account's auth "
                    "token over the public URL in STATUS_CALLBACK_URL."
                  : "Only Twilio may post here: the request has no X-Twilio-Signature."});
}

/// Whether the callback is in the database. A store that cannot keep it must not look like one that has:
/// Twilio sends it again after a 503, as the callback URL's fragment asks.
boost::asio::awaitable<bool> settle(dialer::Dialer& dialer, NewCallback callback, std::string path) {
    try {
        (void)co_await dialer.settle(std::move(callback));
        co_return true;
    } catch (const std::exception& failure) {
        journal::request_failed("POST", path, failure.what());
        co_return false;
    }
}

using Read = std::optional<NewCallback> (*)(twilio::Form, CallToken, Instant);

/// `given_url`: what Twilio was told to call.
Answering take(Incoming incoming, std::string given_url, Read read) {
    const http::Request& request = incoming.request;
    const Config& config = incoming.rooms.config;
    const auto body = co_await http::read_all(incoming.body, body_limit);
    if (!body) co_return problem(body.error());

    auto form = twilio::decode_form(*body);
    if (!config.insecure_webhooks && !is_signed(incoming.rooms.verifier, request, *body, form, given_url))
        co_return refuse_forgery(request);
    if (request.method == "GET") form = request.query;
    auto callback = read(std::move(form), twilio::token_in(request.query), incoming.rooms.clock.now());
    if (!callback) {
        journal::callback_incomplete(request.remote_address);
        co_return empty_twiml();
    }

    if (co_await settle(incoming.rooms.dialer, *std::move(callback), request.path)) co_return empty_twiml();

    const Error not_kept{Errc::unavailable, "The callback could not be stored. Send it again."};
    co_return problem(not_kept);
}

}  // namespace

Answering twilio_status(Incoming incoming) {
    std::string url = incoming.rooms.config.status_callback_url;
    return take(std::move(incoming), std::move(url), twilio::read_callback);
}

Answering twilio_amd(Incoming incoming) {
    std::string url = twilio::verdict_callback_base(incoming.rooms.config.status_callback_url);
    return take(std::move(incoming), std::move(url), twilio::read_verdict);
}

}  // namespace carillon::api
