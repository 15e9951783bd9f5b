// SPDX-License-Identifier: MIT
#include "rule_result.hpp"

#include <nlohmann/json.hpp>

#include "words.hpp"

namespace carillon {
namespace {

using Json = nlohmann::ordered_json;

constexpr Words<Verdict, 3> words{
    {{Verdict::passed, "passed"}, {Verdict::waits, "waits"}, {Verdict::blocks, "blocks"}}};

}  // namespace

std::string_view to_text(Verdict verdict) {
    return word_of(words, verdict);
}

JsonParts evidence_to_json(const Evidence& evidence) {
    Json local_times = Json::object();
    for (const LocalTime& each : evidence.local_times) local_times[each.zone] = each.time;
    Json rules = Json::object();
    for (const RuleResult& each : evidence.rules) rules[std::string{each.rule}] = each.words;
    const Json shared{{"zone_found_by", evidence.zone_found_by}, {"rules", std::move(rules)}};
    const Json own{{"at", to_rfc3339(evidence.at)}, {"local_times", std::move(local_times)}};
    const auto dump = [](const Json& json) {
        return json.dump(-1, ' ', false, Json::error_handler_t::replace);
    };
    return {dump(shared), dump(own)};
}

}  // namespace carillon
