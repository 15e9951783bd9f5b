// SPDX-License-Identifier: MIT
#include "flow/product.hpp"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <thread>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <boost/asio/co_spawn.hpp>

#include "twilio/form.hpp"
#include "twilio/signature.hpp"

namespace carillon::test {
namespace {

constexpr const char* account_sid = "AC0123456789abcdef0123456789abcdef";
constexpr const char* auth_token = "0123456789abcdef0123456789abcdef";

/// `… listening on http://127.0.0.1:PORT` → the URL.
std::string url_in(const std::string& line) {
    const auto at = line.find("http://");
    if (at == std::string::npos) throw std::runtime_error("did not come up: " + line);
    return line.substr(at);
}

}  // namespace

std::map<std::string, std::string> Product::environment() const {
    return {{"TWILIO_ACCOUNT_SID", account_sid},
            {"TWILIO_AUTH_TOKEN", auth_token},
            {"TWILIO_FROM_NUMBER", "+15551234567"},
            {"WONDERFUL_TWIML_URL", "https://agent.example/twiml"},
            {"TWILIO_API_BASE_URL", fake_url_},
            {"ASAN_OPTIONS", "detect_leaks=1"}};
}

void Product::start_fake(std::vector<std::string> flags) {
    std::vector<std::string> command{CARILLON_BINARY,
                                     "fake-twilio",
                                     "--port",
                                     "0",
                                     "--ledger",
                                     (directory / "ledger.ndjson").string(),
                                     "--speed-up",
                                     "50",
                                     "--calls-per-second",
                                     "1000"};
    command.insert(command.end(), flags.begin(), flags.end());
    fake_ = std::make_unique<Process>(command, environment(), (directory / "fake.log").string());
    fake_url_ = url_in(fake_->read_line());
}

void Product::start_server(std::vector<std::string> flags) {
    server_flags_ = flags;
    // Calls under way report to the port that they were placed with.
    const std::string port = server_url.empty() ? "0" : server_url.substr(server_url.rfind(':') + 1);
    std::vector<std::string> command{CARILLON_BINARY,
                                     "serve",
                                     "--port",
                                     port,
                                     "--db",
                                     (directory / "carillon.db").string(),
                                     "--calls-per-second",
                                     "500",
                                     "--max-concurrent-calls",
                                     "500"};
    command.insert(command.end(), flags.begin(), flags.end());
    server_ = std::make_unique<Process>(command, environment(), (directory / "server.log").string());
    server_url = url_in(server_->read_line());
}

int Product::stop_server(int signal) {
    server_->send(signal);
    return server_->wait();
}

int Product::restart_server(int signal) {
    const int code = stop_server(signal);
    start_server_again();
    return code;
}

int Product::run(const std::string& subcommand, std::vector<std::string> arguments) {
    std::vector<std::string> command{
        CARILLON_BINARY, subcommand, "--db", (directory / "carillon.db").string()};
    command.insert(command.end(), arguments.begin(), arguments.end());
    Process process{command, environment(), (directory / (subcommand + ".log")).string()};
    return process.wait();
}

http::Answer Product::request(std::string method,
                              std::string path,
                              std::string body,
                              std::string content_type) {
    http::Outgoing outgoing;
    outgoing.method = std::move(method);
    outgoing.body = std::move(body);
    if (!outgoing.body.empty()) outgoing.headers.emplace_back("Content-Type", std::move(content_type));
    http::Answer answer;
    std::string failure = "no answer";
    boost::asio::co_spawn(loop_,
                          client_.send(*http::parse_url(server_url + path), std::move(outgoing)),
                          [&](const std::exception_ptr&, http::Exchange exchange) {
                              if (auto* good = std::get_if<http::Answer>(&exchange)) {
                                  answer = std::move(*good);
                                  failure.clear();
                              } else if (auto* broken = std::get_if<http::Broken>(&exchange)) {
                                  failure = broken->reason;
                              } else {
                                  failure = std::get<http::NotWritten>(exchange).reason;
                              }
                          });
    loop_.restart();
    while (failure == "no answer" && loop_.run_one() > 0) {
    }
    if (!failure.empty()) throw std::runtime_error(path + ": " + failure);
    return answer;
}

http::Answer Product::call_back(const std::string& query, const std::vector<http::Header>& form) {
    const std::string target = "/twilio-status" + query;
    http::Outgoing outgoing;
    outgoing.method = "POST";
    outgoing.body = twilio::encode_form(form);
    outgoing.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                        {"X-Twilio-Signature", twilio::sign(auth_token, server_url + target, form)}};
    http::Answer answer;
    bool is_done = false;
    boost::asio::co_spawn(loop_,
                          client_.send(*http::parse_url(server_url + target), std::move(outgoing)),
                          [&](const std::exception_ptr&, http::Exchange exchange) {
                              is_done = true;
                              if (auto* good = std::get_if<http::Answer>(&exchange))
                                  answer = std::move(*good);
                          });
    loop_.restart();
    while (!is_done && loop_.run_one() > 0) {
    }
    return answer;
}

std::int64_t Product::start_campaign(int contacts, const Json& settings) {
    Json all = {{"calls_per_second", 500}, {"max_concurrent_calls", 500}};
    all.update(settings);
    const auto created = Json::parse(post("/v1/campaigns", {{"name", "test"}, {"settings", all}}).body);
    const auto id = created.at("id").get<std::int64_t>();
    const std::string path = "/v1/campaigns/" + std::to_string(id);
    std::string csv = "phone,name\n";
    for (int i = 0; i < contacts; ++i) {
        char row[48];
        std::snprintf(row, sizeof row, "+1555%07d,Person %d\n", i, i);
        csv += row;
    }
    const auto upload = Json::parse(request("POST", path + "/contacts", csv, "text/csv").body);
    EXPECT_EQ(upload.at("accepted"), contacts) << upload;
    EXPECT_EQ(request("POST", path + "/start").status, 200);
    return id;
}

Json Product::wait_until(std::int64_t campaign, const std::function<bool(const Json& counts)>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{4};
    Json now;
    do {  // the product is another process: asking it is the only signal that there is
        now = get("/v1/campaigns/" + std::to_string(campaign));
        if (condition(now.at("counts"))) return now;
        std::this_thread::sleep_for(std::chrono::milliseconds{10});  // the machine is the product's
    } while (std::chrono::steady_clock::now() < deadline);
    ADD_FAILURE() << "after four minutes: " << now;
    return now;
}

Json Product::wait_until_done(std::int64_t campaign) {
    return wait_until(campaign, [](const Json& counts) {
        return counts.at("pending") == 0 && counts.at("in_progress") == 0;
    });
}

std::string Product::query(const std::string& sql) {
    SQLite::Database database{(directory / "carillon.db").string(), SQLite::OPEN_READONLY};
    database.setBusyTimeout(5000);
    SQLite::Statement statement{database, sql};
    return statement.executeStep() ? statement.getColumn(0).getString() : std::string{};
}

void Product::expect_promises_kept() {
    Evidence evidence;
    evidence.database = directory / "carillon.db";
    evidence.ledger = ledger();
    evidence.logs = {directory / "server.log"};
    evidence.secrets = {auth_token};
    const PromiseReports reports = check_promises(evidence);
    for (const auto& breach : breaches_in(reports)) ADD_FAILURE() << breach;
    EXPECT_GT(reports.at("P1").checked, 0) << "nobody was rung: nothing is proven";
    EXPECT_GT(reports.at("P11").checked, 0) << "there is no log";
}

}  // namespace carillon::test
