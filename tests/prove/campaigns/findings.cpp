// SPDX-License-Identifier: MIT
// What is found when a run is over.
#include <algorithm>

#include "prove/campaigns/campaign_run.hpp"

namespace carillon::test {

/// Every promise, from the file and the carrier's records.
void CampaignRun::hold_promises() {
    Evidence facts = evidence();
    facts.requeues = people_.requeues();
    facts.wall_clock_was_set = wall_clock_was_set_;
    const PromiseReports reports = check_promises(facts);
    for (const auto& [promise, report] : reports) counts_["checked:" + promise] += report.checked;
    for (std::string& breach : breaches_in(reports)) breaches_.push_back(std::move(breach));
}

/// What only the people know: whom they uploaded, and what they asked for under one key.
void CampaignRun::hold_what_people_were_told() {
    CarillonLife& life = serving_life();
    const Ledger ledger = carrier_.ledger();
    std::map<std::string, int> calls_by_token;
    std::map<std::string, int> calls_by_number;
    for (const LedgerCall& call : ledger.calls) {
        if (call.token.empty()) continue;
        if (!call.answered_by.empty()) ++counts_["verdicts"];
        if (++calls_by_token[call.token] == 2) breaches_.push_back("token " + call.token + " was rung twice");
        ++calls_by_number[call.to];
    }
    counts_["calls"] += std::ssize(calls_by_token);
    counts_["lives"] += lives_;

    std::set<std::pair<CampaignId, std::string>> kept;
    std::set<std::string> listed;
    for (const Campaign& campaign : life.ask(life.store().list_campaigns({})).items) {
        for (const Contact& contact : life.ask(life.store().list_contacts(contacts_of(campaign.id))).items) {
            kept.emplace(campaign.id, contact.phone);
            listed.insert(contact.phone);
        }
    }
    counts_["contacts"] += std::ssize(kept);
    for (const auto& promised : people_.acknowledged())
        if (!kept.contains(promised))
            breaches_.push_back(promised.second + " was uploaded to campaign " +
                                std::to_string(promised.first.value()) + " and is not there");
    for (const auto& [number, keys] : people_.dialled())
        if (!listed.contains(number) && calls_by_number[number] > std::ssize(keys))
            breaches_.push_back(number + " was rung " + std::to_string(calls_by_number[number]) +
                                " times under " + std::to_string(keys.size()) + " keys");
}

/// The last lines of the log: where everybody stands.
void CampaignRun::tell_the_end() {
    CarillonLife& life = serving_life();
    for (const Call& call : life.ask(life.store().list_calls(all_calls())).items)
        log_.say("call",
                 call.id.value(),
                 call.to_number,
                 call.token.text(),
                 to_text(call.state),
                 call.outcome ? to_text(*call.outcome) : "",
                 call.call_sid.text(),
                 call.duration_seconds.value_or(-1));
    for (const Campaign& campaign : life.ask(life.store().list_campaigns({})).items)
        for (std::size_t status = 0; status < contact_status_count; ++status)
            log_.say("campaign",
                     campaign.id.value(),
                     to_text(campaign.status),
                     to_text(static_cast<ContactStatus>(status)),
                     campaign.counts.by_status[status]);
}

}  // namespace carillon::test
