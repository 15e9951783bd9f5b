// SPDX-License-Identifier: MIT
// The product as its users meet it: two processes, HTTP, and a database file that anybody can read.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "http/client.hpp"
#include "support/process.hpp"
#include "support/promises.hpp"
#include "support/temp_directory.hpp"

namespace carillon::test {

using Json = nlohmann::json;

class Product : public testing::Test {
protected:
    /// A fake Twilio at which calls take a moment. `flags` come on top.
    void start_fake(std::vector<std::string> flags = {});
    void start_server(std::vector<std::string> flags = {});
    /// Kills or stops the server and starts it again on the same file. Returns the exit code of the first
    /// one.
    int restart_server(int signal);
    /// The first half of that, and the second.
    int stop_server(int signal);
    void start_server_again() { start_server(server_flags_); }
    /// Runs a subcommand on the database to its end. Returns its exit code.
    int run(const std::string& subcommand, std::vector<std::string> arguments = {});

    http::Answer request(std::string method,
                         std::string path,
                         std::string body = {},
                         std::string content_type = "application/json");
    Json get(const std::string& path) { return Json::parse(request("GET", path).body); }
    http::Answer post(std::string path, const Json& body) {
        return request("POST", std::move(path), body.dump());
    }
    /// A signed status callback, as Twilio would post it.
    http::Answer call_back(const std::string& query, const std::vector<http::Header>& form);

    /// Creates a campaign, uploads so many numbers from +1 555 000 0000 on, starts it. Returns its id.
    std::int64_t start_campaign(int contacts, const Json& settings = Json::object());
    /// Waits until nobody is left to call; fails the test after two minutes.
    Json wait_until_done(std::int64_t campaign);
    Json wait_until(std::int64_t campaign, const std::function<bool(const Json& counts)>& condition);

    /// One value from the database file, through a connection of our own.
    std::string query(const std::string& sql);
    Ledger ledger() { return read_ledger(directory / "ledger.ndjson"); }
    /// Every promise, held against the carrier's ledger.
    void expect_promises_kept();

    TempDirectory directory;
    std::string server_url;

    [[nodiscard]] std::map<std::string, std::string> environment() const;

private:
    boost::asio::io_context loop_;
    http::Client client_{loop_.get_executor(), http::ClientLimits{}};
    std::unique_ptr<Process> fake_;
    std::unique_ptr<Process> server_;
    std::string fake_url_;
    std::vector<std::string> server_flags_;
};

}  // namespace carillon::test
