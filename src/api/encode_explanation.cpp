// SPDX-License-Identifier: MIT
// Answers to "why" as JSON.
#include <nlohmann/json.hpp>

#include "api/encode.hpp"

namespace carillon::api {
namespace {

using Json = nlohmann::ordered_json;

Json encode(const std::optional<Instant>& instant) {
    return instant ? Json(to_rfc3339(*instant)) : Json(nullptr);
}

Json encode(const RuleResult& result) {
    return {{"rule", result.rule},
            {"verdict", to_text(result.verdict)},
            {"until", encode(result.until)},
            {"words", result.words}};
}

Json encode(const std::map<std::string, std::int64_t>& counts) {
    Json json = Json::object();
    for (const auto& [name, count] : counts) json[name] = count;
    return json;
}

/// Amounts are text: no reader may round them.
Json range_of_amounts(Micros least, Micros most) {
    return {{"least", amount_text(least)}, {"most", amount_text(most)}};
}

Json range(std::int64_t least, std::int64_t most) {
    return {{"least", least}, {"most", most}};
}

std::string written(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string to_json(const Explanation& explanation) {
    Json rules = Json::array();
    for (const RuleResult& each : explanation.rules) rules.push_back(encode(each));
    return written(
        {{"summary", explanation.summary},
         {"stopped_by", explanation.stopped_by.empty() ? Json(nullptr) : Json(explanation.stopped_by)},
         {"next_call_at", encode(explanation.next_call_at)},
         {"rules", std::move(rules)}});
}

std::string to_json(const Preflight& preflight) {
    Json missing = Json::array();
    for (const FieldError& each : preflight.missing)
        missing.push_back({{"pointer", each.pointer}, {"message", each.message}});
    return written(
        {{"may_start", preflight.missing.empty()},
         {"missing", std::move(missing)},
         {"contacts", {{"now", preflight.now}, {"later", preflight.later}, {"never", preflight.never}}},
         {"later_by_rule", encode(preflight.later_by_rule)},
         {"never_by_reason", encode(preflight.never_by_reason)},
         {"missing_variables", encode(preflight.missing_variables)},
         {"first_call_at", encode(preflight.first_call_at)},
         {"calls", range(preflight.calls_least, preflight.calls_most)},
         {"seconds", range(preflight.seconds_least, preflight.seconds_most)},
         {"cost", range_of_amounts(preflight.cost_least, preflight.cost_most)},
         {"without_price", preflight.without_price}});
}

}  // namespace carillon::api
