// SPDX-License-Identifier: MIT
// A fake Twilio, a webhook and a client, all over real sockets on one loop. Time runs two thousand times
// faster, so that a call takes milliseconds.
#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "http/client.hpp"
#include "simulator/fake_twilio.hpp"
#include "simulator/recorder.hpp"
#include "support/ledger.hpp"
#include "support/temp_directory.hpp"

namespace carillon::simulator {

using Json = nlohmann::json;

inline const std::string account = "AC0123456789abcdef0123456789abcdef";
inline const std::string token = "the auth token";
inline const std::string from_number = "+15017122661";

// How the last four digits of a number make its call go.
inline const std::string answered = "+14155550200";
inline const std::string busy = "+14155550486";
inline const std::string no_answer = "+14155550487";
inline const std::string failed = "+14155550404";
inline const std::string voicemail = "+14155550777";

/// A fake that never makes anybody wait; tests change what they are about.
[[nodiscard]] FakeTwilioConfig quick_config();

[[nodiscard]] http::Outgoing form_post(const twilio::Form& form);

class World : public testing::Test {
protected:
    World();

    /// Starts the fake. Every test begins with it; most with `quick_config()`.
    void start(FakeTwilioConfig config = quick_config());

    // What a client may ask. `path` follows `/2010-04-01/Accounts/{sid}`.
    http::Exchange send(http::Outgoing request, const std::string& path);
    http::Answer get(const std::string& path);
    http::Answer post(const std::string& path, const twilio::Form& form);
    http::Exchange create_exchange(const twilio::Form& form);
    [[nodiscard]] http::Url url_of(const std::string& path) const;
    /// Expects a 201; gives the call resource.
    Json create(const twilio::Form& form);
    Json create_call(const std::string& to) { return create(call_to(to)); }

    /// A good create request that subscribes to everything.
    [[nodiscard]] twilio::Form call_to(const std::string& to) const;
    [[nodiscard]] std::string webhook_url() const { return recorder_.base_url() + "/twilio-status?call=t1"; }

    void wait_for_callbacks(std::size_t count) { run(recorder_.until(count)); }
    /// Asks until the call is over; gives the call resource.
    Json wait_until_over(const std::string& sid);
    /// Lets the fake finish what it is sending.
    void drain() { run(fake_->drain(std::chrono::seconds{5})); }

    [[nodiscard]] test::Ledger ledger() const { return test::read_ledger(directory_ / "ledger.ndjson"); }
    [[nodiscard]] std::vector<Json> ledger_lines() const;

    template <class T>
    T run(boost::asio::awaitable<T> work) {
        std::optional<T> result;
        boost::asio::co_spawn(loop_, std::move(work), [&](const std::exception_ptr& failure, T value) {
            if (failure) std::rethrow_exception(failure);
            result = std::move(value);
            loop_.stop();
        });
        turn();
        if (!result) throw std::runtime_error{"it did not end by its deadline"};
        return *std::move(result);
    }
    void run(boost::asio::awaitable<void> work);

    boost::asio::io_context loop_{1};
    SystemClock clock_;
    test::TempDirectory directory_;
    Recorder recorder_{loop_};
    http::Client client_;
    std::optional<FakeTwilio> fake_;

private:
    void turn();
};

}  // namespace carillon::simulator
