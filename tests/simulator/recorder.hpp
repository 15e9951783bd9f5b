// SPDX-License-Identifier: MIT
// The webhook that the fake calls back: it keeps every request byte for byte and answers as it was told.
#pragma once

#include <chrono>
#include <deque>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "http/server.hpp"
#include "twilio/form.hpp"

namespace carillon::simulator {

struct ReceivedCallback {
    http::Request request;
    std::string body;
    twilio::Form params;  ///< of the body, or of a GET's query

    [[nodiscard]] std::string value(std::string_view name) const;
};

class Recorder final : public http::Handler {
public:
    explicit Recorder(boost::asio::io_context& loop);

    /// The next requests are answered so; 204 after that.
    void will_answer(std::deque<int> statuses) { statuses_ = std::move(statuses); }
    /// Never answers the next request.
    void will_be_silent() { silent_ = true; }

    [[nodiscard]] std::string base_url() const;
    [[nodiscard]] const std::vector<ReceivedCallback>& received() const { return received_; }
    /// CallStatus of all, in the order of arrival.
    [[nodiscard]] std::vector<std::string> statuses() const;
    /// Returns when so many have come in.
    boost::asio::awaitable<void> until(std::size_t count);

    boost::asio::awaitable<http::Response> handle(const http::Request& request, http::Body& body) override;
    [[nodiscard]] http::Response refuse(int status, std::string sentence) const override;

private:
    boost::asio::steady_timer bell_;
    std::deque<int> statuses_;
    bool silent_ = false;
    std::vector<ReceivedCallback> received_;
    http::Server server_;
};

}  // namespace carillon::simulator
