// SPDX-License-Identifier: MIT
#include "simulator/rest_api.hpp"

#include <algorithm>
#include <utility>

#include "simulator/answers.hpp"
#include "simulator/call_listing.hpp"
#include "simulator/call_resource.hpp"
#include "twilio/base64.hpp"

namespace carillon::simulator {

namespace asio = boost::asio;

namespace {

constexpr std::size_t longest_form = 64 * 1024;
constexpr std::string_view accounts = "/2010-04-01/Accounts/";
constexpr std::string_view suffix = ".json";

std::string basic(const std::string& user, const Secret& password) {
    return "Basic " + twilio::base64(user + ':' + password.reveal());
}

http::Response not_found(const std::string& path) {
    return answer_refusal(Refusal{404, 20404, "The requested resource " + path + " was not found"});
}

http::Response wrong_method() {
    return answer_refusal(Refusal{405, 20004, "Method not allowed"});
}

/// `/2010-04-01/Accounts/{account}` and what follows it, without `.json`: "", "/Calls" or "/Calls/{sid}".
struct Resource {
    std::string_view account;
    std::string_view rest;
};
std::optional<Resource> parse_resource(std::string_view path) {
    if (!path.starts_with(accounts) || !path.ends_with(suffix)) return std::nullopt;
    path.remove_prefix(accounts.size());
    path.remove_suffix(suffix.size());
    const auto end = std::min(path.find('/'), path.size());
    return Resource{path.substr(0, end), path.substr(end)};
}

}  // namespace

RestApi::RestApi(const FakeTwilioConfig& config,
                 Clock& clock,
                 Ledger& ledger,
                 Identifiers& identifiers,
                 CallBook& book,
                 Switchboard& switchboard,
                 Intake& intake)
    : config_(config),
      clock_(clock),
      ledger_(ledger),
      identifiers_(identifiers),
      book_(book),
      switchboard_(switchboard),
      intake_(intake),
      authorizations_{basic(config.account_sid, config.auth_token)} {
    if (!config.api_key.empty()) authorizations_.push_back(basic(config.api_key, config.api_secret));
}

http::Response RestApi::refuse(int status, std::string sentence) const {
    return answer_refusal(Refusal{status, status == 429 ? 20429 : 20001, std::move(sentence)});
}

bool RestApi::is_authorized(const http::Request& request) const {
    const auto given = request.header("Authorization");
    return std::find(authorizations_.begin(), authorizations_.end(), given) != authorizations_.end();
}

asio::awaitable<http::Response> RestApi::handle(const http::Request& request, http::Body& body) {
    const auto text = co_await http::read_all(body, longest_form);
    if (!text) co_return refuse(text.error().code == Errc::too_large ? 413 : 400, text.error().message);
    // Another type is not read at all; the parameters are then missing, as at Twilio.
    const bool is_form = request.header("Content-Type").starts_with("application/x-www-form-urlencoded");
    auto form = is_form ? twilio::decode_form(*text) : twilio::Form{};

    auto response = co_await route(request, std::move(form));
    response.headers.emplace_back("Twilio-Request-Id", identifiers_.sid("RQ"));
    co_return response;
}

asio::awaitable<http::Response> RestApi::route(const http::Request& request, twilio::Form form) {
    if (!is_authorized(request)) {
        const auto* message = request.header("Authorization").empty()
                                  ? "Authentication Error - No credentials provided"
                                  : "Authentication Error - invalid username";
        auto response = answer_refusal(Refusal{401, 20003, message});
        response.headers.emplace_back("WWW-Authenticate", "Basic realm=\"Twilio API\"");
        co_return response;
    }
    const auto resource = parse_resource(request.path);
    if (!resource || resource->account != config_.account_sid) co_return not_found(request.path);

    const bool is_get = request.method == "GET";
    if (resource->rest.empty())
        co_return is_get ? answer_json(200, account_json(config_.account_sid)) : wrong_method();
    if (resource->rest == "/Calls") {
        if (is_get) co_return list(request);
        if (request.method != "POST") co_return wrong_method();
        co_return co_await intake_.create(std::move(form));
    }
    constexpr std::string_view calls = "/Calls/";
    if (!resource->rest.starts_with(calls)) co_return not_found(request.path);
    co_return fetch_or_update(std::string{resource->rest.substr(calls.size())}, request, form);
}

http::Response RestApi::list(const http::Request& request) const {
    const auto query = read_list_query(request.query);
    if (const auto* refusal = std::get_if<Refusal>(&query)) return answer_refusal(*refusal);
    const auto page =
        make_page(book_, std::get<ListQuery>(query), request.query, config_.account_sid, clock_.now());
    return answer_json(200, list_json(page, config_.account_sid));
}

http::Response RestApi::fetch_or_update(const std::string& sid,
                                        const http::Request& request,
                                        const twilio::Form& form) {
    const auto call = book_.find(sid);
    if (!call) return not_found(request.path);
    if (request.method == "GET") return answer_json(200, call_json(*call, config_.account_sid));
    if (request.method == "POST") return update(call, form);
    return wrong_method();
}

http::Response RestApi::update(const CallPtr& call, const twilio::Form& form) {
    const std::string status{twilio::find_value(form, "Status").value_or("")};
    if (!status.empty() && status != "canceled" && status != "completed")
        return answer_refusal(Refusal{400, 20001, "Status must be either 'canceled' or 'completed'"});

    // New instructions (Url, Twiml) are for a live call; the fake has none to follow, so they change nothing.
    const bool is_too_late =
        status.empty() ? call->progress != Progress::in_progress : is_over(call->progress);
    if (is_too_late) {
        ledger_.update(*call, status, false);
        return answer_refusal(Refusal{400, 21220, "Call is not in-progress. Cannot redirect."});
    }
    const bool changed = !status.empty() && switchboard_.hang_up(call, status == "completed");
    ledger_.update(*call, status, changed);
    return answer_json(200, call_json(*call, config_.account_sid));
}

}  // namespace carillon::simulator
