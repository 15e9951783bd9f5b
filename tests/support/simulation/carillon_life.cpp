// SPDX-License-Identifier: MIT
#include "support/simulation/carillon_life.hpp"

#include <utility>

#include "store/sqlite.hpp"

namespace carillon::test {

namespace asio = boost::asio;

/// The way to the carrier, which a dead process no longer has: what it still wants to say is never said.
class CarillonLife::Line final : public Carrier {
public:
    Line(Carrier& carrier, FakeClock& clock, const State& state)
        : carrier_(carrier), clock_(clock), state_(state) {}

    asio::awaitable<PlaceResult> place(CallRequest request) override {
        co_await live();
        co_return co_await carrier_.place(std::move(request));
    }
    asio::awaitable<FetchResult> fetch(CallSid sid) override {
        co_await live();
        co_return co_await carrier_.fetch(std::move(sid));
    }
    asio::awaitable<ListResult> list(std::string to, std::string from) override {
        co_await live();
        co_return co_await carrier_.list(std::move(to), std::move(from));
    }
    asio::awaitable<FetchResult> cancel(CallSid sid) override {
        co_await live();
        co_return co_await carrier_.cancel(std::move(sid));
    }
    asio::awaitable<FetchResult> hang_up(CallSid sid) override {
        co_await live();
        co_return co_await carrier_.hang_up(std::move(sid));
    }
    asio::awaitable<std::string> probe() override {
        co_await live();
        co_return co_await carrier_.probe();
    }

private:
    asio::awaitable<void> live() {
        while (state_ == State::crashed) co_await clock_.sleep_until(Tick::max());
    }

    Carrier& carrier_;
    FakeClock& clock_;
    const State& state_;
};

CarillonLife::CarillonLife(const std::filesystem::path& database, const Rooms& rooms)
    : store_(std::make_unique<store::Store>(
          with_mishaps(store::open_sqlite(database, rooms.settling), rooms.mishaps, [this] { crash(); }),
          rooms.threads)),
      line_(std::make_unique<Line>(rooms.carrier, rooms.clock, state_)),
      hook_(rooms.clock),
      dialer_(std::make_unique<dialer::Dialer>(
          loop_.get_executor(), *store_, *line_, hook_, rooms.clock, rooms.config, rooms.new_token)) {
    run(live(), [this](const std::exception_ptr& error) {
        if (error && state_ != State::crashed) state_ = State::failed;
    });
}

CarillonLife::~CarillonLife() = default;

asio::awaitable<void> CarillonLife::live() {
    const auto fail = [this](const std::exception_ptr& error) {
        if (error && state_ != State::crashed) state_ = State::failed;
    };
    co_await dialer_->recover();
    state_ = State::serving;
    asio::co_spawn(loop_, dialer_->run(), fail);
    asio::co_spawn(loop_, dialer_->run_checks(), fail);
}

void CarillonLife::poll() {
    if (state_ == State::crashed) return;
    loop_.restart();
    loop_.poll();
}

void CarillonLife::crash() {
    state_ = State::crashed;
    loop_.stop();
}

void CarillonLife::stop() {
    state_ = State::draining;
    run(end(), [this](const std::exception_ptr& error) {
        if (state_ != State::crashed) state_ = error ? State::failed : State::stopped;
    });
}

asio::awaitable<void> CarillonLife::end() {
    constexpr Milliseconds grace{20'000};
    co_await dialer_->drain(grace);
    co_await store_->checkpoint();
}

}  // namespace carillon::test
