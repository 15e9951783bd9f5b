// SPDX-License-Identifier: MIT
// The real thing but for the carrier: server, API, dialer and a store on a file of its own, on a free port.
#pragma once

#include <future>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <nlohmann/json.hpp>

#include "api/api.hpp"
#include "dialer/rules/settlement.hpp"
#include "events/courier.hpp"
#include "http/raw_peer.hpp"
#include "http/server.hpp"
#include "support/scripted_carrier.hpp"
#include "support/scripted_web.hpp"
#include "support/temp_directory.hpp"

namespace carillon::test {

using Json = nlohmann::json;

/// Loopback, fast, from +15551234567 to an agent, with an auth token and a public status callback URL.
Config test_config();

class RunningApi {
public:
    explicit RunningApi(Config config = test_config(), events::FeedLimits feed_limits = {});
    ~RunningApi();

    [[nodiscard]] std::uint16_t port() const { return server_.port(); }
    [[nodiscard]] std::string database() const { return directory_ / "api.db"; }

    RawAnswer get(std::string_view target);
    RawAnswer remove(std::string_view target);
    /// Without Content-Type when `type` is empty.
    RawAnswer post(std::string_view target,
                   std::string_view type,
                   std::string_view body,
                   std::string_view headers = {});
    RawAnswer patch(std::string_view target, std::string_view body);
    RawAnswer request(std::string_view method,
                      std::string_view target,
                      std::string_view type,
                      std::string_view body,
                      std::string_view headers = {});

    /// As a stop does, before the server itself drains.
    void close_feed();
    /// A campaign of this name, as a draft; returns its path.
    std::string create_campaign(const Json& settings = Json::object());
    /// What a store's or dialer's verb gives.
    template <class T>
    T ask(boost::asio::awaitable<T> question) {
        return boost::asio::co_spawn(loop_, std::move(question), boost::asio::use_future).get();
    }
    [[nodiscard]] auto executor() { return loop_.get_executor(); }

    /// Runs on the loop, where the carrier lives.
    template <class F>
    auto on_loop(F work) {
        std::packaged_task<std::invoke_result_t<F>()> task{std::move(work)};
        auto result = task.get_future();
        boost::asio::post(loop_, [&task] { task(); });
        return result.get();
    }

    Config config;

private:
    TempDirectory directory_;
    boost::asio::io_context loop_{1};
    SystemClock clock_;

public:
    ScriptedCarrier carrier{clock_};
    ScriptedWeb web{clock_};

private:
    dialer::rules::Settling settling_;
    store::Store store_;
    events::Feed feed_;
    events::Courier courier_;
    dialer::Dialer dialer_;
    api::Api api_;
    http::Server server_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    std::thread thread_;

public:
    store::Store& store = store_;
};

}  // namespace carillon::test
