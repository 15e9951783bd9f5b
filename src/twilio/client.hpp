// SPDX-License-Identifier: MIT
// Twilio as the carrier: REST over http::Client. Each method is one exchange or a short chain of them; what
// the answers mean is decided in answers.cpp. Nothing is retried here. Runs on: the loop.
#pragma once

#include <string>
#include <string_view>

#include "carrier.hpp"
#include "config.hpp"
#include "http/client.hpp"
#include "secret.hpp"
#include "twilio/form.hpp"

namespace carillon::twilio {

class Client final : public Carrier {
public:
    /// Throws std::runtime_error when `api_base_url` is no URL (config.cpp has checked it). Requires: `http`
    /// outlives this.
    Client(http::Client& http, const TwilioAccess& access);

    boost::asio::awaitable<PlaceResult> place(CallRequest request) override;
    boost::asio::awaitable<FetchResult> fetch(CallSid sid) override;
    /// NoAnswer when it is longer than 50 pages, or a page points to another host: half a list proves
    /// nothing.
    boost::asio::awaitable<ListResult> list(std::string to, std::string from) override;
    boost::asio::awaitable<PageResult> list_started(Instant since, std::string page) override;
    boost::asio::awaitable<PageResult> list_queued(std::string page) override;
    boost::asio::awaitable<FetchResult> cancel(CallSid sid) override;
    boost::asio::awaitable<FetchResult> hang_up(CallSid sid) override;
    boost::asio::awaitable<std::string> probe() override;

private:
    boost::asio::awaitable<http::Exchange> get(const char* what, std::string target);
    boost::asio::awaitable<http::Exchange> post(const char* what, std::string target, Form form);
    boost::asio::awaitable<http::Exchange> send(const char* what, std::string target, http::Outgoing request);
    boost::asio::awaitable<PageResult> get_page(std::string target);
    boost::asio::awaitable<FetchResult> change(CallSid sid, std::string status);

    [[nodiscard]] std::string list_target(const Form& filter) const;
    [[nodiscard]] std::string call_target(const CallSid& sid) const;
    /// The target of `next_page_uri`; empty when it leads away from the configured host.
    [[nodiscard]] std::string target_of(std::string_view next_page_uri) const;

    http::Client& http_;
    http::Url
        base_;  ///< its target: a path before Twilio's own, without the slash at its end; most often empty
    std::string account_target_;
    std::string calls_target_;
    std::string probe_target_;
    Secret authorization_;
};

}  // namespace carillon::twilio
