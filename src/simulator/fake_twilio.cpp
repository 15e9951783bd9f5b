// SPDX-License-Identifier: MIT
#include "simulator/fake_twilio.hpp"

#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "http/server.hpp"
#include "simulator/announcer.hpp"
#include "simulator/call_book.hpp"
#include "simulator/courier.hpp"
#include "simulator/identifiers.hpp"
#include "simulator/intake.hpp"
#include "simulator/ledger.hpp"
#include "simulator/rest_api.hpp"
#include "simulator/switchboard.hpp"
#include "simulator/timeline.hpp"

namespace carillon::simulator {

namespace asio = boost::asio;

namespace {

http::ServerLimits server_limits() {
    http::ServerLimits limits;
    limits.connections_per_address = limits.connections;  // its one client may use all of them
    return limits;
}

}  // namespace

/// Each part knows only those above it.
class FakeTwilio::Parts {
public:
    Parts(asio::any_io_executor executor, Clock& the_clock, FakeTwilioConfig the_config)
        : config(std::move(the_config)),
          clock(the_clock),
          ledger(std::make_shared<Ledger>(config.ledger, clock)),
          identifiers(config.seed, clock.now()),
          timeline(executor, clock),
          courier(std::make_shared<Courier>(
              executor, clock, ledger, config.auth_token, config.callbacks_in_flight)),
          announcer(config, clock, timeline, *ledger, identifiers, courier),
          book(config.kept_calls),
          switchboard(config, clock, timeline, *ledger, announcer, book),
          intake(config, clock, *ledger, identifiers, book, switchboard, courier),
          api(config, clock, *ledger, identifiers, book, switchboard, intake),
          server(executor, config.bind, config.port, server_limits(), api) {}

    FakeTwilioConfig config;
    Clock& clock;
    std::shared_ptr<Ledger> ledger;
    Identifiers identifiers;
    Timeline timeline;
    std::shared_ptr<Courier> courier;
    Announcer announcer;
    CallBook book;
    Switchboard switchboard;
    Intake intake;
    RestApi api;
    http::Server server;
};

FakeTwilio::FakeTwilio(asio::any_io_executor executor, Clock& clock, FakeTwilioConfig config)
    : parts_(std::make_shared<Parts>(std::move(executor), clock, std::move(config))) {}

FakeTwilio::~FakeTwilio() = default;

std::uint16_t FakeTwilio::port() const {
    return parts_->server.port();
}

asio::awaitable<void> FakeTwilio::run() {
    using namespace asio::experimental::awaitable_operators;
    const auto parts = parts_;
    parts->ledger->started(parts->config);
    auto serving = parts->server.run();
    auto acting = parts->timeline.run();
    co_await (std::move(serving) && std::move(acting));
}

asio::awaitable<void> FakeTwilio::drain(std::chrono::milliseconds grace) {
    const auto parts = parts_;
    const auto until = parts->clock.tick() + grace;
    co_await parts->server.drain(grace);
    parts->timeline.stop();
    co_await parts->courier->idle(until);
}

}  // namespace carillon::simulator
