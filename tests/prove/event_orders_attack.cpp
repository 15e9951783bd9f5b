// SPDX-License-Identifier: MIT
// Every order of one call's events × duplicates × before and after the answer to the POST. All must end the
// same. Run number i is order i; a sample of them is told to the real store as well.
#include <exception>
#include <string>

#include "journal.hpp"
#include "prove/attack.hpp"
#include "prove/event_orders/telling.hpp"
#include "support/simulation/fast_directory.hpp"
#include "support/temp_directory.hpp"

namespace carillon::test {
namespace {

constexpr std::int64_t store_hears_one_in = 150;
constexpr int most_told_to_the_store = 2'000;

std::string text_of(const std::vector<Event>& order) {
    constexpr const char* posts[] = {"201", "answer lost", "crash", "", "poll "};
    std::string text;
    for (const Event& event : order)
        text +=
            (text.empty() ? "" : ", ") + std::string{posts[static_cast<std::size_t>(event.how)]} + event.word;
    return text;
}

/// What is wrong with this ending; empty: nothing. `expected`: of the order in which it all happened.
std::string fault_of(const Ending& ending, const Ending& expected, const CallStory& story) {
    if (ending.state != "ended" || ending.twilio_status != story.ending()) return "it did not end as it did";
    if (ending.contact_steps != 1) return "its contact was settled more than once, or never";
    if (ending.conflicts != 0) return "it found a conflict where there is none, or went back";
    return ending == expected ? "" : "it ends otherwise";
}

class Trial {
public:
    explicit Trial(AttackFindings& findings)
        : findings_(findings), store_(directory_ / "orders.db", most_told_to_the_store) {}

    void hear(std::int64_t number, const CallStory& story, const std::vector<Event>& order) {
        if (&story != story_) {
            story_ = &story;
            expected_ = tell_the_rules(story.events);
        }
        ++findings_.runs;
        judge(number, "the rules", tell_the_rules(order), order);
        if (number % store_hears_one_in != 0 || told_ == most_told_to_the_store) return;
        ++told_;
        ++findings_.counts["told to the store"];
        try {
            judge(number, "the store", store_.tell(order), order);
        } catch (const std::exception& failure) {
            findings_.breaches.push_back("seed " + std::to_string(number) + ": the store: " + failure.what());
        }
    }

private:
    void judge(std::int64_t number, const char* who, const Ending& ending, const std::vector<Event>& order) {
        const std::string fault = fault_of(ending, expected_, *story_);
        if (fault.empty()) return;
        findings_.breaches.push_back("seed " + std::to_string(number) + ": " + who + ", " + story_->name +
                                     " (" + text_of(order) + "): " + fault + ": " + ending.text() + ", not " +
                                     expected_.text());
    }

    AttackFindings& findings_;
    TempDirectory directory_{fast_directory()};
    StoreOnTrial store_;
    const CallStory* story_ = nullptr;
    Ending expected_;
    int told_ = 0;
};

}  // namespace

AttackFindings attack_event_orders(const AttackOrder& order) {
    journal::set_level("off");
    const auto first = static_cast<std::int64_t>(order.first_seed);
    AttackFindings findings;
    Trial trial{findings};
    std::int64_t orders = 0;
    for_each_order([&](std::int64_t number, const CallStory& story, const std::vector<Event>& events) {
        ++orders;
        if (number >= first && number - first < order.runs) trial.hear(number, story, events);
    });
    findings.counts["orders in all"] = orders;
    findings.counts["stories"] = std::ssize(call_stories());
    return findings;
}

}  // namespace carillon::test
