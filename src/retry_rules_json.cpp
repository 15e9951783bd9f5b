// SPDX-License-Identifier: MIT
#include "retry_rules_json.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace carillon {
namespace {

using Json = nlohmann::ordered_json;
using Complaint = std::optional<std::string>;

constexpr std::int64_t most_times = 19;
constexpr std::int64_t longest_delay = 30 * 86'400;

struct Ending {
    std::string_view name;
    std::optional<RetryRule> RetryRules::*rule;
};
constexpr std::array endings{Ending{"busy", &RetryRules::busy},
                             Ending{"no_answer", &RetryRules::no_answer},
                             Ending{"failed", &RetryRules::failed},
                             Ending{"voicemail", &RetryRules::voicemail}};

bool is_delay(const Json& value) {
    return value.is_number_integer() && value.get<std::int64_t>() >= 1 &&
           value.get<std::int64_t>() <= longest_delay;
}

Complaint read_times(const Json& value, RetryRule& rule) {
    if (!value.is_number_integer() || value.get<std::int64_t>() < 0 || value.get<std::int64_t>() > most_times)
        return "must be a whole number from 0 to 19";
    rule.times = value.get<std::int64_t>();
    return std::nullopt;
}

Complaint read_delays(const Json& value, RetryRule& rule) {
    const bool is_list = value.is_array() && !value.empty() && std::ssize(value) <= most_times &&
                         std::all_of(value.begin(), value.end(), is_delay);
    if (!is_list) return "must be a list of whole numbers from 1 to 2592000 (seconds)";
    rule.delays_seconds = value.get<std::vector<std::int64_t>>();
    return std::nullopt;
}

template <std::int64_t RetryRule::*member>
Complaint read_delay(const Json& value, RetryRule& rule) {
    if (!is_delay(value)) return "must be a whole number from 1 to 2592000 (seconds)";
    rule.*member = value.get<std::int64_t>();
    return std::nullopt;
}

Complaint read_factor(const Json& value, RetryRule& rule) {
    if (!value.is_number() || !(value.get<double>() >= 1 && value.get<double>() <= 100))
        return "must be a number from 1 to 100";
    rule.factor = value.get<double>();
    return std::nullopt;
}

Complaint read_jitter(const Json& value, RetryRule& rule) {
    if (!value.is_number() || !(value.get<double>() >= 0 && value.get<double>() <= 0.5))
        return "must be a number from 0 to 0.5";
    rule.jitter = value.get<double>();
    return std::nullopt;
}

struct Member {
    std::string_view name;
    Complaint (*read)(const Json&, RetryRule&);
};
constexpr std::array members{
    Member{"times", read_times},
    Member{"delays_seconds", read_delays},
    Member{"first_delay_seconds", read_delay<&RetryRule::first_delay_seconds>},
    Member{"factor", read_factor},
    Member{"longest_delay_seconds", read_delay<&RetryRule::longest_delay_seconds>},
    Member{"jitter", read_jitter},
};

Complaint read_rule(const Json& json, RetryRule& rule) {
    if (!json.is_object() || !json.contains("times")) return "must be an object with \"times\"";
    for (const auto& [name, value] : json.items()) {
        const auto member =
            std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.name == name; });
        if (member == members.end())
            return "has no \"" + name +
                   "\": known are times, delays_seconds, or first_delay_seconds, factor and "
                   "longest_delay_seconds, and jitter";
        if (auto complaint = member->read(value, rule)) return name + " " + *complaint;
    }
    if (rule.delays_seconds.empty() || !(json.contains("first_delay_seconds") || json.contains("factor") ||
                                         json.contains("longest_delay_seconds")))
        return std::nullopt;
    return "says delays_seconds and how delays grow: one of both";
}

Json rule_to_json(const RetryRule& rule) {
    Json json{{"times", rule.times}};
    if (rule.delays_seconds.empty()) {
        json["first_delay_seconds"] = rule.first_delay_seconds;
        json["factor"] = rule.factor;
        json["longest_delay_seconds"] = rule.longest_delay_seconds;
    } else {
        json["delays_seconds"] = rule.delays_seconds;
    }
    json["jitter"] = rule.jitter;
    return json;
}

}  // namespace

Json retry_rules_to_json(const RetryRules& rules) {
    Json json = Json::object();
    for (const Ending& ending : endings)
        if (const auto& rule = rules.*ending.rule) json[std::string{ending.name}] = rule_to_json(*rule);
    return json;
}

Complaint read_retry_rules(const Json& json, RetryRules& rules) {
    if (!json.is_object()) return "must be an object with busy, no_answer, failed or voicemail";
    RetryRules read;
    for (const auto& [name, value] : json.items()) {
        const auto ending =
            std::find_if(endings.begin(), endings.end(), [&](const Ending& e) { return e.name == name; });
        if (ending == endings.end())
            return "has no \"" + name + "\": calls end busy, no_answer, failed or voicemail";
        RetryRule rule;
        if (auto complaint = read_rule(value, rule)) return "of " + name + ": " + *complaint;
        read.*(ending->rule) = std::move(rule);
    }
    rules = std::move(read);
    return std::nullopt;
}

}  // namespace carillon
