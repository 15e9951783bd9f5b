// SPDX-License-Identifier: MIT
// The people around Carillon: they upload, take back, start, pause, cancel, change, suppress, opt out,
// requeue, hang up and dial, at any moment, and remember what they were promised.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "prove/campaigns/plan.hpp"
#include "support/simulation/carillon_life.hpp"
#include "support/simulation/event_log.hpp"

namespace carillon::test {

class People {
public:
    People(const Plan& plan, FakeClock& clock, EventLog& log, std::uint64_t seed);

    /// The campaigns with their first contacts, started; before anything goes wrong.
    boost::asio::awaitable<void> begin(CarillonLife& life);
    /// One request, whatever comes to mind.
    void ask(CarillonLife& life);
    /// One against a call that is just on its way out.
    void interfere(CarillonLife& life);
    /// At the end, most of what is paused goes on.
    boost::asio::awaitable<void> resume_all(CarillonLife& life);

    /// (campaign, number) that an upload acknowledged.
    [[nodiscard]] const std::set<std::pair<CampaignId, std::string>>& acknowledged() const {
        return acknowledged_;
    }
    /// Numbers dialled ad hoc, with how many idempotency keys each.
    [[nodiscard]] const std::map<std::string, std::set<std::string>>& dialled() const { return dialled_; }
    /// How often a person may have had a number called again.
    [[nodiscard]] const std::map<std::string, int>& requeues() const { return requeues_; }
    [[nodiscard]] const std::vector<CampaignSettings>& settings() const { return settings_; }
    /// After our clock was set, two calls that nobody answered for can be mistaken for each other.
    void leave_unresolved_alone() { may_requeue_unresolved_ = false; }

private:
    using Work = boost::asio::awaitable<void>;
    Work create(CarillonLife& life, std::string key, CampaignSettings settings);
    Work upload(CarillonLife& life, CampaignId campaign, std::vector<std::string> numbers);
    Work undo(CarillonLife& life, CampaignId campaign, std::int64_t luck);
    Work upload_again(CarillonLife& life, CampaignId campaign);
    Work move(CarillonLife& life, CampaignId campaign, CampaignMove move);
    Work change_settings(CarillonLife& life, CampaignId campaign);
    Work suppress(CarillonLife& life, std::string number);
    Work opt_out(CarillonLife& life, CampaignId campaign, std::int64_t luck);
    Work allow_again(CarillonLife& life, std::string number);
    Work requeue(CarillonLife& life, CampaignId campaign, std::int64_t luck);
    Work hang_up(CarillonLife& life, std::int64_t luck);
    Work dial(CarillonLife& life, std::string number, std::string key);

    Work stop_one(CarillonLife& life, std::int64_t luck);
    Work choose(CarillonLife& life);
    Work choose_number_or_call(CarillonLife& life, std::int64_t luck);
    void run(CarillonLife& life, const char* what, Work work);
    std::vector<std::string> draw_numbers(int count);
    std::string draw_number();

    const Plan& plan_;
    FakeClock& clock_;
    EventLog& log_;
    Dice dice_;
    int last_number_ = 0;
    int last_key_ = 0;
    bool may_requeue_unresolved_ = true;
    std::vector<CampaignId> campaigns_;
    std::vector<CampaignSettings> settings_;
    std::set<std::pair<CampaignId, std::string>> acknowledged_;
    std::map<std::string, std::set<std::string>> dialled_;
    std::map<std::string, int> requeues_;
};

}  // namespace carillon::test
