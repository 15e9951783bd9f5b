// SPDX-License-Identifier: MIT
// One life of the Carillon process: the real dialer on the real SQLite store, from the start-up sweep to a
// stop or a crash. When it crashes, nothing more of it reaches the file or the carrier, not even what the
// destructors of a living one would do.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "dialer/dialer.hpp"
#include "store/decisions.hpp"
#include "support/fake_clock.hpp"
#include "support/simulation/simulated_hook.hpp"
#include "support/simulation/troubled_writer.hpp"

namespace carillon::test {

class CarillonLife {
public:
    struct Rooms {
        const store::Decisions& settling;
        Carrier& carrier;
        FakeClock& clock;
        Mishaps mishaps;
        dialer::DialerConfig config;
        dialer::TokenSource new_token;
        store::Threads threads;
    };
    enum class State { starting, serving, draining, stopped, failed, crashed };

    CarillonLife(const std::filesystem::path& database, const Rooms& rooms);
    ~CarillonLife();
    CarillonLife(const CarillonLife&) = delete;
    CarillonLife& operator=(const CarillonLife&) = delete;

    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] bool is_listening() const { return state_ == State::serving || state_ == State::draining; }
    dialer::Dialer& dialer() { return *dialer_; }
    store::Store& store() { return *store_; }

    /// Does all that can be done at this instant.
    void poll();
    /// Dies at once.
    void crash();
    /// Stops in order: drains, checkpoints.
    void stop();

    /// Runs a request of a person or of the carrier.
    template <class T, class Done>
    void run(boost::asio::awaitable<T> work, Done done) {
        boost::asio::co_spawn(loop_, std::move(work), std::move(done));
    }
    /// A look at the store: it answers at once.
    template <class T>
    T ask(boost::asio::awaitable<T> question) {
        std::optional<T> answer;
        run(std::move(question), [&answer](const std::exception_ptr& error, T value) {
            if (!error) answer.emplace(std::move(value));
        });
        poll();
        if (!answer) throw std::logic_error("the store did not answer at once");
        return std::move(*answer);
    }

private:
    class Line;
    boost::asio::awaitable<void> live();
    boost::asio::awaitable<void> end();

    State state_ = State::starting;
    // The loop goes last. Coroutines that are suspended on it hold references to the rooms, but do nothing
    // with them when they are destroyed.
    boost::asio::io_context loop_{1};
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<Line> line_;
    SimulatedHook hook_;
    std::unique_ptr<dialer::Dialer> dialer_;
};

}  // namespace carillon::test
