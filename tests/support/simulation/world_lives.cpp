// SPDX-License-Identifier: MIT
// Carillon's lives: how each begins and ends, and what it leaves behind.
#include <utility>

#include "support/simulation/world.hpp"

namespace carillon::test {

void World::begin_life() {
    log_.say("life", ++lives_);
    CarillonLife::Rooms rooms{
        .settling = settling_,
        .carrier = carrier_,
        .clock = clock_,
        .mishaps = [this](Step step, std::string_view verb) { return mishap(step, verb); },
        .config = nature_.dialer,
        .new_token = [this] { return CallToken{dice_.hex_digits()}; },
        .threads = nature_.threads,
    };
    life_ = std::make_unique<CarillonLife>(database_, rooms);
}

/// Whoever waits for an answer of it gets none.
void World::end_life() {
    life_.reset();
    for (const auto& [delivery, answer] : std::exchange(undecided_, {})) answer(Heard::cut);
    const Milliseconds pause{dice_.between(shortest_pause_.count(), longest_pause_.count())};
    const Tick again = clock_.tick() + pause;
    timeline_.at(again, [this] { begin_life(); });
}

void World::poll() {
    if (!life_) return;
    life_->poll();
    switch (life_->state()) {
        case CarillonLife::State::starting:
        case CarillonLife::State::serving:
        case CarillonLife::State::draining:
            return;
        case CarillonLife::State::crashed:
            return bury();
        case CarillonLife::State::failed:
            log_.say("the server ended with an error");
            return end_life();
        case CarillonLife::State::stopped:
            log_.say("the server stopped");
            return end_life();
    }
}

void World::crash(std::string_view why) {
    log_.say("crash:", why);
    if (!life_) return;
    life_->crash();
    bury();
}

/// What the next life finds is what stood in the files at the moment of the crash: closing them would still
/// tidy them up.
void World::bury() {
    const auto next = nature_.directory / ("life-" + std::to_string(lives_) + ".db");
    std::filesystem::copy_file(database_, next);
    const auto log_of = [](const std::filesystem::path& database) { return database.string() + "-wal"; };
    if (std::filesystem::exists(log_of(database_)))
        std::filesystem::copy_file(log_of(database_), log_of(next));
    const auto last = std::exchange(database_, next);
    end_life();
    std::filesystem::remove(last);
}

}  // namespace carillon::test
