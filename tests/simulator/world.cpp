// SPDX-License-Identifier: MIT
#include "simulator/world.hpp"

#include <fstream>
#include <utility>

#include "twilio/base64.hpp"

namespace carillon::simulator {

namespace asio = boost::asio;
using namespace std::chrono_literals;

FakeTwilioConfig quick_config() {
    FakeTwilioConfig config;
    config.account_sid = account;
    config.auth_token = Secret{token};
    config.calls_per_second = 10'000;
    config.profile.speed_up = 2'000;
    return config;
}

namespace {

http::ClientLimits client_limits() {
    http::ClientLimits limits;
    limits.answer = 5s;
    return limits;
}

http::Outgoing authorized(const std::string& method) {
    http::Outgoing request;
    request.method = method;
    request.headers.emplace_back("Authorization", "Basic " + twilio::base64(account + ':' + token));
    return request;
}

}  // namespace

http::Outgoing form_post(const twilio::Form& form) {
    auto request = authorized("POST");
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    request.body = twilio::encode_form(form);
    return request;
}

World::World() : client_(loop_.get_executor(), client_limits()) {}

void World::start(FakeTwilioConfig config) {
    config.ledger = (directory_ / "ledger.ndjson").string();
    fake_.emplace(loop_.get_executor(), clock_, std::move(config));
    asio::co_spawn(loop_, fake_->run(), [](const std::exception_ptr& failure) {
        if (failure) std::rethrow_exception(failure);
    });
}

void World::turn() {
    loop_.restart();
    loop_.run_for(20s);
}

void World::run(asio::awaitable<void> work) {
    bool is_done = false;
    asio::co_spawn(loop_, std::move(work), [&](const std::exception_ptr& failure) {
        if (failure) std::rethrow_exception(failure);
        is_done = true;
        loop_.stop();
    });
    turn();
    if (!is_done) throw std::runtime_error{"it did not end by its deadline"};
}

http::Url World::url_of(const std::string& path) const {
    return http::parse_url("http://127.0.0.1:" + std::to_string(fake_->port()) + "/2010-04-01/Accounts/" +
                           account + path)
        .value();
}

http::Exchange World::send(http::Outgoing request, const std::string& path) {
    return run(client_.send(url_of(path), std::move(request)));
}

http::Answer World::get(const std::string& path) {
    return std::get<http::Answer>(send(authorized("GET"), path));
}

http::Answer World::post(const std::string& path, const twilio::Form& form) {
    return std::get<http::Answer>(send(form_post(form), path));
}

http::Exchange World::create_exchange(const twilio::Form& form) {
    return send(form_post(form), "/Calls.json");
}

Json World::create(const twilio::Form& form) {
    const auto answer = post("/Calls.json", form);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return Json::parse(answer.body);
}

twilio::Form World::call_to(const std::string& to) const {
    return {{"To", to},
            {"From", from_number},
            {"Url", "https://agent.example/twiml?name=Ada"},
            {"Timeout", "30"},
            {"TimeLimit", "600"},
            {"StatusCallback", webhook_url()},
            {"StatusCallbackEvent", "initiated"},
            {"StatusCallbackEvent", "ringing"},
            {"StatusCallbackEvent", "answered"},
            {"StatusCallbackEvent", "completed"}};
}

Json World::wait_until_over(const std::string& sid) {
    for (;;) {
        auto call = Json::parse(get("/Calls/" + sid + ".json").body);
        if (!call.at("end_time").is_null()) return call;
    }
}

std::vector<Json> World::ledger_lines() const {
    std::ifstream file{directory_ / "ledger.ndjson"};
    std::vector<Json> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(Json::parse(line));
    return lines;
}

}  // namespace carillon::simulator
