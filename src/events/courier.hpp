// SPDX-License-Identifier: MIT
// Carries what the outbox holds to the webhooks. The outbox is the database's (store/sqlite/deliveries.cpp):
// what is remembered here is only who is being asked right now and which endpoint wants to be left in peace,
// and a restart may forget both. An answer that is not recorded any more (a crash) leads to a repeat.
// Runs on: the loop.
#pragma once

#include <map>
#include <random>
#include <set>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "clock.hpp"
#include "events/delivering.hpp"
#include "events/feed.hpp"
#include "store/store.hpp"
#include "web.hpp"

namespace carillon::events {

/// Requests to one endpoint at one time; one only while its last answer was a failure. Each endpoint has its
/// own, so that one that hangs takes nothing from the others.
inline constexpr std::size_t most_in_flight = 8;
/// With these, all of them together stay below a thousand connections.
inline constexpr std::int64_t most_webhooks = 64;

class Courier {
public:
    Courier(boost::asio::any_io_executor executor,
            store::Store& store,
            Web& web,
            Clock& clock,
            Feed& feed,
            std::vector<Seconds> schedule);

    /// Until `drain`. Spawn once.
    boost::asio::awaitable<void> run();
    /// Begins nothing new; waits for what is under way, at most for `grace`. What is not over then goes out
    /// again at the next start.
    boost::asio::awaitable<void> drain(Milliseconds grace);

private:
    struct Endpoint {
        std::set<DeliveryId> in_flight;
        std::int64_t failures = 0;  ///< in a row
        Tick failed_at{};
        Tick rests_until{};
    };

    boost::asio::awaitable<Tick> hand_out();
    [[nodiscard]] bool may_start(const Endpoint& endpoint, DeliveryId delivery) const;
    void start(store::DueDelivery due);
    boost::asio::awaitable<void> deliver(store::DueDelivery due);
    boost::asio::awaitable<void> attempt(store::DueDelivery due);
    void learn_from(Endpoint& endpoint, const Verdict& verdict, Tick asked_at);
    void fail(Endpoint& endpoint, Tick asked_at);
    [[nodiscard]] bool is_busy() const;

    boost::asio::any_io_executor executor_;
    store::Store& store_;
    Web& web_;
    Clock& clock_;
    Feed& feed_;
    std::vector<Seconds> schedule_;
    std::minstd_rand dice_{std::random_device{}()};
    std::map<WebhookId, Endpoint> endpoints_;
    bool is_draining_ = false;
};

}  // namespace carillon::events
