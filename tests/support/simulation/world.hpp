// SPDX-License-Identifier: MIT
// The world of a simulation: virtual time, the carrier, and Carillon's lives one after the other, with the
// file that each leaves to the next. What goes wrong, and what people ask for, is up to who derives from it.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "dialer/rules/settlement.hpp"
#include "support/promises.hpp"
#include "support/simulation/carillon_life.hpp"
#include "support/simulation/simulated_carrier.hpp"

namespace carillon::test {

/// Lists that hold all of a simulated world.
[[nodiscard]] store::ListCalls all_calls();
[[nodiscard]] store::ListContacts contacts_of(CampaignId campaign);

class World : private Webhook {
public:
    struct Nature {
        std::uint64_t seed = 1;
        Instant start;
        Faults faults;
        dialer::DialerConfig dialer;
        dialer::rules::SettlementPolicy policy;
        store::Threads threads = store::Threads::callers;
        std::filesystem::path directory;       ///< of this world's own
        std::filesystem::path empty_database;  ///< a migrated file, of which a copy is taken
        EventLog::Mode log = EventLog::Mode::off;
    };

    explicit World(Nature nature);
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    [[nodiscard]] const Faults& faults() const { return faults_; }
    [[nodiscard]] const std::string& log() const { return log_.text(); }

protected:
    ~World() = default;

    /// What happens to the store at this step. May be asked at any moment of a life.
    virtual Mishap mishap(Step step, std::string_view verb) = 0;

    // world.cpp: time.
    /// Time goes from one thing that happens to the next, in the world or in Carillon.
    void pass(std::chrono::nanoseconds time);
    /// Until Carillon serves, as it does soon when nothing goes wrong any more.
    CarillonLife& serving_life();
    /// Until nobody has anything left to do, or the time is over. Returns whether it came to that.
    bool come_to_rest(Milliseconds longest);
    [[nodiscard]] bool is_at_rest();
    /// Who or what has not come to rest.
    [[nodiscard]] std::string hanging();
    /// What the checks of the promises need; to be had when the last life is over.
    [[nodiscard]] Evidence evidence() const;

    // world_lives.cpp: Carillon's.
    void begin_life();
    /// The process ends, by itself or by a crash; another one begins some time later.
    void end_life();
    /// Dies at this moment, outside of anything that it does itself.
    void crash(std::string_view why);

    Dice dice_;
    FakeClock clock_;
    EventLog log_;
    Timeline timeline_;
    Faults faults_;
    SimulatedCarrier carrier_;
    std::unique_ptr<CarillonLife> life_;
    int lives_ = 0;
    Milliseconds shortest_pause_{1'000};  ///< between two lives
    Milliseconds longest_pause_{60'000};

private:
    void post(twilio::Form form, CallToken token, std::function<void(Heard)> answered) override;
    void poll();
    void bury();

    const Nature nature_;
    const dialer::rules::Settling settling_;
    std::filesystem::path database_;
    int deliveries_ = 0;
    std::map<int, std::function<void(Heard)>> undecided_;  ///< callbacks being settled
};

}  // namespace carillon::test
