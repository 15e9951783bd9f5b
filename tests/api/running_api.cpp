// SPDX-License-Identifier: MIT
#include "api/running_api.hpp"

#include <stdexcept>

#include "store/sqlite.hpp"

namespace carillon::test {
namespace {

namespace asio = boost::asio;

dialer::rules::SettlementPolicy policy_of(const Config& config) {
    dialer::rules::SettlementPolicy policy;
    policy.checks.reconcile_schedule = config.reconcile_schedule;
    policy.checks.poll_margin = config.poll_margin;
    policy.adhoc_settings = config.default_settings();
    policy.limits = config.limits;
    return policy;
}

dialer::DialerConfig dialer_config_of(const Config& config) {
    dialer::DialerConfig wanted;
    wanted.calls_per_second = config.calls_per_second;
    wanted.limits = config.limits;
    wanted.status_callback_url = config.status_callback_url;
    wanted.adhoc_settings = config.default_settings();
    return wanted;
}

void rethrow(const std::exception_ptr& failure) {
    if (failure) std::rethrow_exception(failure);
}

}  // namespace

Config test_config() {
    Config config;
    config.twilio.account_sid = "AC0123456789abcdef0123456789abcdef";
    config.twilio.auth_token = Secret{"the auth token"};
    config.from_number = "+15551234567";
    config.twiml_url = "https://agent.example/twiml";
    config.status_callback_url = "https://calls.example.com/twilio-status";
    config.calls_per_second = 1000;
    return config;
}

RunningApi::RunningApi(Config the_config, events::FeedLimits feed_limits)
    : config(std::move(the_config)),
      settling_(policy_of(config)),
      store_(store::open_sqlite(directory_ / "api.db", settling_), store::Threads::own),
      feed_(loop_.get_executor(), store_, clock_, feed_limits),
      courier_(loop_.get_executor(), store_, web, clock_, feed_, config.webhook_schedule),
      dialer_(
          loop_.get_executor(), store_, carrier, web, clock_, dialer_config_of(config), dialer::random_token),
      api_(api::Rooms{store_, dialer_, clock_, config, feed_}),
      server_(loop_.get_executor(), "127.0.0.1", 0, http::ServerLimits{}, api_),
      work_(loop_.get_executor()) {
    asio::co_spawn(loop_, dialer_.run(), rethrow);
    asio::co_spawn(loop_, courier_.run(), rethrow);
    asio::co_spawn(loop_, server_.run(), rethrow);
    thread_ = std::thread([this] { loop_.run(); });
}

RunningApi::~RunningApi() {
    ask(dialer_.drain(Milliseconds{0}));
    ask(courier_.drain(Milliseconds{0}));
    close_feed();
    ask(server_.drain(Milliseconds{0}));
    work_.reset();
    thread_.join();
}

void RunningApi::close_feed() {
    on_loop([this] { feed_.close(); });
}

RawAnswer RunningApi::request(std::string_view method,
                              std::string_view target,
                              std::string_view type,
                              std::string_view body,
                              std::string_view headers) {
    std::string text;
    text.append(method).append(" ").append(target).append(
        " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    if (!type.empty()) text.append("Content-Type: ").append(type).append("\r\n");
    if (method != "GET") text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    text.append(headers).append("\r\n").append(body);
    RawPeer peer{port()};
    peer.send(text);
    return peer.receive();
}

RawAnswer RunningApi::get(std::string_view target) {
    return request("GET", target, "", "");
}
RawAnswer RunningApi::remove(std::string_view target) {
    return request("DELETE", target, "", "");
}
RawAnswer RunningApi::post(std::string_view target,
                           std::string_view type,
                           std::string_view body,
                           std::string_view headers) {
    return request("POST", target, type, body, headers);
}
RawAnswer RunningApi::patch(std::string_view target, std::string_view body) {
    return request("PATCH", target, "application/json", body);
}

std::string RunningApi::create_campaign(const Json& settings) {
    const Json wanted{{"name", "a campaign"}, {"settings", settings}};
    const RawAnswer created = post("/v1/campaigns", "application/json", wanted.dump());
    if (created.status != 201) throw std::runtime_error(created.body);
    return created.header("Location");
}

}  // namespace carillon::test
