// SPDX-License-Identifier: MIT
// Delivers callbacks: those of one call one after the other, those of many calls at the same time, each with
// the retries that its URL allows. What cannot be delivered stands in the ledger. Runs on: the loop.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "clock.hpp"
#include "http/client.hpp"
#include "secret.hpp"
#include "simulator/callback_message.hpp"
#include "simulator/ledger.hpp"
#include "simulator/webhook_rules.hpp"

namespace carillon::simulator {

/// Shared with its own deliveries under way, which may outlive the fake by a moment.
class Courier : public std::enable_shared_from_this<Courier> {
public:
    Courier(boost::asio::any_io_executor executor,
            Clock& clock,
            std::shared_ptr<Ledger> ledger,
            Secret auth_token,
            std::size_t in_flight);

    /// After what was sent before for this call.
    void send(CallPtr call, CallbackMessage message);
    /// Returns when a callback of this call has been tried, or at `until`.
    boost::asio::awaitable<void> first_delivery(std::string sid, Tick until);
    /// Returns when nothing is left to deliver, or at `until`.
    boost::asio::awaitable<void> idle(Tick until);

private:
    struct Parcel {
        CallPtr call;
        CallbackMessage message;
        Tick sent;
    };
    using Bell = std::shared_ptr<boost::asio::steady_timer>;

    boost::asio::awaitable<void> carry();
    boost::asio::awaitable<void> deliver(Parcel parcel);
    boost::asio::awaitable<http::Exchange> attempt(SignedRequest request, WebhookRules rules, Tick until);
    void delivered_one(const std::string& sid);
    http::Client& client_for(const WebhookRules& rules);
    boost::asio::awaitable<void> wait(Bell bell, Tick until);
    [[nodiscard]] Bell make_bell() const;

    boost::asio::any_io_executor executor_;
    Clock& clock_;
    std::shared_ptr<Ledger> ledger_;
    Secret auth_token_;
    std::size_t in_flight_;

    std::unordered_map<std::string, std::deque<Parcel>> outboxes_;  ///< by call; never an empty one
    std::deque<std::string> ready_;  ///< calls with something to deliver that nobody carries now
    std::size_t carriers_ = 0;
    std::unordered_map<std::string, Bell> awaited_;
    Bell all_done_;
    std::map<std::pair<Milliseconds, Milliseconds>, std::unique_ptr<http::Client>> clients_;
};

}  // namespace carillon::simulator
