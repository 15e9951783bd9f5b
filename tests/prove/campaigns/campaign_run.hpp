// SPDX-License-Identifier: MIT
// One seed's story: people, Carillon, and the carrier, in virtual time, with all that can go wrong, until
// everything has come to rest; then every promise is checked.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "prove/campaigns/people.hpp"
#include "support/simulation/world.hpp"

namespace carillon::test {

class CampaignRun final : public World {
public:
    /// `nature` names the seed, the files and the log; the rest is drawn.
    explicit CampaignRun(Nature nature);
    CampaignRun(const Plan& plan, Nature nature);

    /// Returns what was not kept; empty: all is well.
    std::vector<std::string> run();
    [[nodiscard]] const std::map<std::string, std::int64_t>& counts() const { return counts_; }

private:
    // campaign_run.cpp: the story.
    void prepare();
    void plan_requests();
    void meddle();
    void set_wall_clock();

    // mishaps.cpp: the store's, and the crashes.
    Mishap mishap(Step step, std::string_view verb) override;
    Mishap fail_at(Step step, std::string_view verb);
    void invite_interference();

    // findings.cpp: what is found in the end.
    void hold_promises();
    void hold_what_people_were_told();
    void tell_the_end();

    const std::uint64_t seed_;
    const Plan plan_;
    People people_;
    Tick store_is_down_until_{};
    int doomed_life_ = 0;  ///< its last commit is not known to have failed
    Milliseconds wall_clock_is_off_by_{0};
    bool wall_clock_was_set_ = false;
    std::vector<std::string> breaches_;
    std::map<std::string, std::int64_t> counts_;
};

}  // namespace carillon::test
