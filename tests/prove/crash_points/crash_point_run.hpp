// SPDX-License-Identifier: MIT
// One contact's whole life with one interruption: rung at most once, ended in a definite place, every promise
// kept.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "prove/crash_points/combination.hpp"
#include "support/simulation/world.hpp"

namespace carillon::test {

class CrashPointRun final : public World {
public:
    CrashPointRun(Nature nature, const Combination& combination);

    /// Returns what was not kept.
    std::vector<std::string> run();
    /// Whether the interruption came about: not every call comes to every step.
    [[nodiscard]] bool was_interrupted() const { return was_interrupted_; }

private:
    Mishap mishap(Step step, std::string_view verb) override;
    boost::asio::awaitable<void> upload_one();
    boost::asio::awaitable<void> resume();
    boost::asio::awaitable<void> dial_one();
    void check_contact();
    void hold_promises();

    const Combination combination_;
    std::size_t next_trouble_ = 0;
    std::map<std::pair<Step, std::string>, int> met_;
    bool was_interrupted_ = false;
    std::vector<std::string> breaches_;
};

}  // namespace carillon::test
