// SPDX-License-Identifier: MIT
// A Twilio to practise against: its REST API for calls and its signed status callbacks over real HTTP, with
// people who answer, lines that are busy, and faults, all from one seed. What it did stands in its ledger,
// the oracle of every test. It is written from Twilio's documentation, not from our client, and rings nobody.
// Runs on: the loop, whose last turn it must outlive.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "clock.hpp"
#include "simulator/profile.hpp"

namespace carillon::simulator {

class FakeTwilio {
public:
    /// Opens the ledger and binds at once. Throws std::runtime_error with a sentence when it cannot.
    FakeTwilio(boost::asio::any_io_executor executor, Clock& clock, FakeTwilioConfig config);
    ~FakeTwilio();

    [[nodiscard]] std::uint16_t port() const;
    /// Serves until `drain`. Spawn once.
    boost::asio::awaitable<void> run();
    /// Stops accepting and lets requests and callbacks under way finish until `grace` is over. Calls that are
    /// still ringing or talking are left as they are: the ledger has no end for them.
    boost::asio::awaitable<void> drain(std::chrono::milliseconds grace);

private:
    class Parts;
    std::shared_ptr<Parts> parts_;
};

}  // namespace carillon::simulator
