// SPDX-License-Identifier: MIT
#include "cli/webhook_probe.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <nlohmann/json.hpp>

#include "config_values.hpp"
#include "dialer/dialer.hpp"
#include "twilio/callback_url.hpp"
#include "twilio/form.hpp"
#include "twilio/signature.hpp"

namespace carillon::cli {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

ProbeVerdict well(std::string sentence) {
    return {true, std::move(sentence)};
}
ProbeVerdict trouble(std::string sentence) {
    return {false, std::move(sentence)};
}

/// The sentence of a problem document; empty when the body is none.
std::string detail_of(const std::string& body) {
    const Json document = Json::parse(body, nullptr, false);
    const auto detail = document.is_object() ? document.find("detail") : document.end();
    return document.is_object() && detail != document.end() && detail->is_string()
               ? detail->get<std::string>()
               : "";
}

ProbeVerdict judge_refusal(const std::string& body) {
    const std::string detail = detail_of(body);
    if (detail.find("signed for") != std::string::npos)
        return trouble("it arrives, and is refused. " + detail);
    if (!detail.empty())
        return trouble(
            "it arrives at a server of ours, which refuses the signature and knows no URL that it fits: that "
            "server "
            "has another TWILIO_AUTH_TOKEN than this configuration, or something on the way changes the "
            "request.");
    return trouble("something before the server refuses it with 403, such as a proxy or a firewall.");
}

ProbeVerdict judge_answer(const std::string& sent, const http::Answer& answer) {
    const std::string status = std::to_string(answer.status);
    if (answer.status == 200 && answer.body == sent)
        return well("a signed callback arrives, and its signature fits");
    if (answer.status == 200)
        return trouble(
            "something answers 200 that is no Carillon: a page of the tunnel, or another program.");
    if (answer.status == 403) return judge_refusal(answer.body);
    if (answer.status >= 300 && answer.status < 400)
        return trouble("it is redirected (" + status + ") to " + std::string{answer.header("Location")} +
                       ". Twilio would sign the first URL: give STATUS_CALLBACK_URL the last one.");
    if (answer.status == 401 || answer.status == 407)
        return trouble("something before the server asks for a password (" + status +
                       "), which Twilio does not have.");
    if (answer.status == 404 || answer.status == 405)
        return trouble("nothing takes callbacks there (" + status +
                       "): the path must lead to /twilio-status of the server.");
    if (answer.status >= 500)
        return trouble("something on the way answers " + status +
                       ": the proxy or tunnel does not reach the server.");
    return trouble("it is answered " + status + ", which is none of ours.");
}

http::Outgoing signed_probe(const Config& config, const std::string& url, const std::string& nonce) {
    const twilio::Form form{{twilio::probe_parameter.data(), nonce},
                            {"AccountSid", config.twilio.account_sid}};
    http::Outgoing request;
    request.method = "POST";
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                       {"User-Agent", "carillon-check"},
                       {"X-Twilio-Signature", twilio::sign(config.twilio.auth_token.reveal(), url, form)}};
    request.body = twilio::encode_form(form);
    return request;
}

}  // namespace

ProbeVerdict judge_probe(const std::string& sent, const http::Exchange& exchange) {
    if (const auto* const lost = std::get_if<http::NotWritten>(&exchange)) return trouble(lost->reason + ".");
    if (const auto* const broken = std::get_if<http::Broken>(&exchange))
        return trouble("it is sent, and no whole answer comes: " + broken->reason + ".");
    return judge_answer(sent, std::get<http::Answer>(exchange));
}

ProbeVerdict probe_webhook(const Config& config) {
    if (config.status_callback_url.empty())
        return trouble("STATUS_CALLBACK_URL is not set: there is nothing to ask.");
    if (config.twilio.auth_token.empty())
        return trouble("TWILIO_AUTH_TOKEN is not set: nothing can be signed.");
    const std::string nonce = dialer::random_token().text();
    const std::string with_fragment =
        twilio::status_callback_url(config.status_callback_url, CallToken{"probe"});
    const std::string url = with_fragment.substr(0, with_fragment.find('#'));
    auto parsed = http::parse_url(url);
    if (!parsed) return trouble("STATUS_CALLBACK_URL " + parsed.error().message + ".");

    asio::io_context loop{1};
    http::Client client{loop.get_executor(), http::ClientLimits{}};
    auto sending = client.send(std::move(*parsed), signed_probe(config, url, nonce));
    auto answer = asio::co_spawn(loop, std::move(sending), asio::use_future);
    loop.run();
    ProbeVerdict verdict = judge_probe(nonce, answer.get());
    if (is_loopback_url(config.status_callback_url))
        verdict.sentence += " (from this machine: Twilio cannot reach a loopback address)";
    return verdict;
}

}  // namespace carillon::cli
