// SPDX-License-Identifier: MIT
// /twilio-status, the guide's second endpoint, and /twilio-amd: verify, read, settle in one transaction, and
// only then answer 200.
#include "api/error_response.hpp"
#include "api/handlers.hpp"
#include "journal.hpp"
#include "twilio/callback_url.hpp"
#include "twilio/form.hpp"
#include "twilio/signature.hpp"
#include "twilio/signature_diagnosis.hpp"
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

http::Response refuse_unsigned(const http::Request& request) {
    journal::callback_refused(request.id, request.remote_address, "no signature");
    const Error error{Errc::forbidden, "Only Twilio may post here: the request has no X-Twilio-Signature."};
    return problem(error);
}

/// Whoever made a signature that fits another URL of ours has the token, and may be told which.
http::Response refuse_signature(Rooms& rooms, const twilio::RefusedRequest& refused) {
    const auto explain = [&] { return twilio::explain_refusal(rooms.verifier, refused); };
    const std::string found = rooms.webhooks.note_refused(rooms.clock.now(), explain);
    journal::callback_refused(
        refused.request.id, refused.request.remote_address, found.empty() ? "wrong signature" : found);
    const Error error{Errc::forbidden,
                      !found.empty()
                          ? found
                          : "The X-Twilio-Signature does not fit this request. It is made with the "
                            "account's auth token over the public URL in STATUS_CALLBACK_URL."};
    return problem(error);
}

http::Response answer_probe(std::string_view probe) {
    return http::Response(200, "text/plain; charset=utf-8", std::string{probe});
}

/// Whether the callback is in the database. A store that cannot keep it must not look like one that has:
/// Twilio sends it again after a 503, as the callback URL's fragment asks.
boost::asio::awaitable<bool> settle(dialer::Dialer& dialer,
                                    NewCallback callback,
                                    std::string request,
                                    std::string path) {
    try {
        (void)co_await dialer.settle(std::move(callback));
        co_return true;
    } catch (const std::exception& failure) {
        journal::request_failed(request, "POST", path, failure.what());
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
    if (!config.insecure_webhooks && !is_signed(incoming.rooms.verifier, request, *body, form, given_url)) {
        if (request.header("X-Twilio-Signature").empty()) co_return refuse_unsigned(request);
        const twilio::RefusedRequest refused{request, *body, form, given_url};
        co_return refuse_signature(incoming.rooms, refused);
    }
    incoming.rooms.webhooks.note_accepted();
    if (const auto probe = twilio::find_value(form, twilio::probe_parameter)) co_return answer_probe(*probe);
    if (request.method == "GET") form = request.query;
    auto callback = read(std::move(form), twilio::token_in(request.query), incoming.rooms.clock.now());
    if (!callback) {
        journal::callback_incomplete(request.id, request.remote_address);
        co_return empty_twiml();
    }

    auto settling = settle(incoming.rooms.dialer, *std::move(callback), request.id, request.path);
    if (co_await std::move(settling)) co_return empty_twiml();

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
