// SPDX-License-Identifier: MIT
// What a simulated run is like: how many people, how fast, for how long, under which settings.
#pragma once

#include <cstdint>
#include <vector>

#include "dialer/dialer.hpp"
#include "dialer/rules/settlement.hpp"
#include "support/simulation/dice.hpp"

namespace carillon::test {

struct Plan {
    Instant start;
    bool is_near_dst = false;
    Milliseconds length;  ///< of the time in which people act and faults strike
    int campaigns = 1;
    int contacts = 1;
    int requests = 0;            ///< of people, while it runs
    bool has_all_rules = false;  ///< people of two countries, and every rule at work
    store::Threads threads = store::Threads::callers;
    dialer::DialerConfig dialer;
    dialer::rules::SettlementPolicy policy;
};

[[nodiscard]] Plan draw_plan(Dice& dice);
/// Three days, two countries, all rules on.
[[nodiscard]] Plan plan_with_all_rules();
/// A campaign's settings that fit into such a run.
[[nodiscard]] CampaignSettings draw_settings(const Plan& plan, Dice& dice);
/// How long after the last fault everything must be over, whatever these settings hold.
[[nodiscard]] Milliseconds longest_rest(const Plan& plan, const std::vector<CampaignSettings>& settings);

}  // namespace carillon::test
