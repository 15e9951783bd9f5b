// SPDX-License-Identifier: MIT
// One seed's story: people, Carillon's lives one after the other, and the carrier, in virtual time, with all
// that can go wrong, until everything has come to rest; then every promise is checked.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "prove/campaigns/people.hpp"
#include "support/promises.hpp"
#include "support/simulation/simulated_carrier.hpp"

namespace carillon::test {

class CampaignRun final : private Webhook {
public:
    /// `directory` is this run's own; `empty_database` is a migrated file, of which it takes a copy.
    CampaignRun(std::uint64_t seed,
                std::filesystem::path directory,
                const std::filesystem::path& empty_database,
                EventLog::Mode log);

    /// Returns what was not kept; empty: all is well.
    std::vector<std::string> run();

    [[nodiscard]] const Faults& faults() const { return faults_; }
    [[nodiscard]] const std::map<std::string, std::int64_t>& counts() const { return counts_; }
    [[nodiscard]] const std::string& log() const { return log_.text(); }

private:
    void post(twilio::Form form, CallToken token, std::function<void(Heard)> answered) override;

    // campaign_run.cpp: the story.
    void prepare();
    void plan_requests();
    void meddle();
    void set_wall_clock();
    void pass(std::chrono::nanoseconds time);
    void poll();
    [[nodiscard]] bool is_at_rest();
    void come_to_rest();

    // lives.cpp: Carillon's.
    void begin_life();
    void begin_life_in(Milliseconds time);
    void end_life();
    void bury();
    void crash(Site site);
    Mishap mishap(Step step, std::string_view verb);
    Mishap fail_at(Step step, std::string_view verb);

    // findings.cpp: what is found in the end.
    void hold_promises();
    void hold_our_own();
    std::string hanging();
    void tell_the_end();

    const std::uint64_t seed_;
    const std::filesystem::path directory_;
    std::filesystem::path database_;
    Dice dice_;
    const Plan plan_;
    FakeClock clock_;
    EventLog log_;
    Timeline timeline_;
    Faults faults_;
    SimulatedCarrier carrier_;
    People people_;
    const dialer::rules::Settling settling_;
    std::unique_ptr<CarillonLife> life_;
    int lives_ = 0;
    int deliveries_ = 0;
    std::map<int, std::function<void(Heard)>> undecided_;  ///< callbacks being settled
    Tick store_is_down_until_{};
    bool store_is_doomed_ = false;  ///< its last commit is not known to have failed
    Milliseconds wall_clock_is_off_by_{0};
    bool wall_clock_was_set_ = false;
    std::vector<std::string> breaches_;
    std::map<std::string, std::int64_t> counts_;
};

}  // namespace carillon::test
