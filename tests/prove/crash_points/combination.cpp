// SPDX-License-Identifier: MIT
#include "prove/crash_points/combination.hpp"

#include <vector>

namespace carillon::test {
namespace {

/// Each verb on a call's way, and how often it is met there.
struct Verb {
    std::string_view name;
    int times;
};
constexpr std::array verbs{Verb{"claim_due", 1},
                           Verb{"record_submitting", 1},
                           Verb{"record_placing", 1},
                           Verb{"settle_callback", 4},
                           Verb{"record_search", 2},
                           Verb{"postpone_check", 1},
                           Verb{"open_call", 1}};

constexpr std::array<std::optional<Site>, 18> answers{std::nullopt,
                                                      Site::answer_lost,
                                                      Site::answer_5xx_after,
                                                      Site::answer_truncated,
                                                      Site::answer_slow,
                                                      Site::answer_too_late,
                                                      Site::arrives_after_time_out,
                                                      Site::carrier_throws,
                                                      Site::never_arrives,
                                                      Site::refused_with_5xx,
                                                      Site::connect_fails,
                                                      Site::throttled,
                                                      Site::throttled_for_a_while,
                                                      Site::refuses_contact,
                                                      Site::refuses_number,
                                                      Site::refuses_country,
                                                      Site::refuses_account,
                                                      Site::queue_grows};

struct CallbackWay {
    std::optional<Site> fault;
    bool are_early;
};
constexpr std::array<CallbackWay, 4> callback_ways{
    CallbackWay{std::nullopt, false},
    CallbackWay{Site::callbacks_all_lost, false},
    CallbackWay{std::nullopt, true},
    CallbackWay{Site::callbacks_lost_after_answer, true},
};

void add_troubles(std::vector<Interruption>& list, const Verb& verb, int nth) {
    using enum Step;
    list.push_back({{Trouble{before_commit, verb.name, nth, Mishap::crashes}, std::nullopt}, std::nullopt});
    list.push_back({{Trouble{after_commit, verb.name, nth, Mishap::crashes}, std::nullopt}, std::nullopt});
    list.push_back({{Trouble{after_verb, verb.name, nth, Mishap::fails}, std::nullopt}, std::nullopt});
    list.push_back({{Trouble{before_commit, verb.name, nth, Mishap::fails}, std::nullopt}, std::nullopt});
}

/// The next start meets what the first crash left, and dies of it, too.
void add_double_crashes(std::vector<Interruption>& list) {
    for (const std::string_view first : {"claim_due", "record_submitting", "record_placing"})
        for (const Step second : {Step::before_commit, Step::after_commit})
            list.push_back({{Trouble{Step::after_commit, first, 1, Mishap::crashes},
                             Trouble{second, "sweep", 2, Mishap::crashes}},
                            std::nullopt});
}

std::vector<Interruption> list_interruptions() {
    std::vector<Interruption> list{Interruption{}};
    for (const Site site : {Site::crash_before_arrival, Site::crash_after_arrival})
        list.push_back({{}, site});
    for (const Verb& verb : verbs)
        for (int nth = 1; nth <= verb.times; ++nth) add_troubles(list, verb, nth);
    add_double_crashes(list);
    return list;
}

const std::vector<Interruption>& interruptions() {
    static const std::vector<Interruption> list = list_interruptions();
    return list;
}

std::string_view name_of(std::optional<Site> site, std::string_view otherwise) {
    return site ? site_names[static_cast<std::size_t>(*site)] : otherwise;
}

std::string name_of(const Trouble& trouble) {
    constexpr std::array<std::string_view, 5> steps{
        "begin", "before", "after", "before commit", "after commit"};
    return std::string{trouble.mishap == Mishap::crashes ? "crash " : "failure "} +
           std::string{steps.at(static_cast<std::size_t>(trouble.step))} + " of " +
           std::string{trouble.verb} + " no. " + std::to_string(trouble.nth);
}

}  // namespace

std::string Combination::name() const {
    std::string name{name_of(interruption.at_carrier, "")};
    for (const auto& trouble : interruption.troubles)
        if (trouble) name += (name.empty() ? "" : ", ") + name_of(*trouble);
    if (name.empty()) name = "no interruption";
    return name + "; answer: " + std::string{name_of(answer, "201")} +
           "; callbacks: " + std::string{name_of(callbacks, "all")} + (callbacks_are_early ? ", early" : "");
}

std::int64_t combination_count() {
    return std::ssize(interruptions()) * std::ssize(answers) * std::ssize(callback_ways);
}

Combination combination(std::int64_t number) {
    const auto index = static_cast<std::size_t>(number);
    const CallbackWay& way = callback_ways[index % callback_ways.size()];
    Combination combination;
    combination.callbacks = way.fault;
    combination.callbacks_are_early = way.are_early;
    combination.answer = answers[index / callback_ways.size() % answers.size()];
    combination.interruption = interruptions()[index / callback_ways.size() / answers.size()];
    return combination;
}

}  // namespace carillon::test
