// SPDX-License-Identifier: MIT
#include "support/promises.hpp"

#include "support/promises/checks.hpp"

namespace carillon::test {

PromiseReports check_promises(const Evidence& evidence) {
    const Facts facts = read_facts(evidence.database);
    PromiseReports reports;
    check_nobody_is_rung_twice(evidence, facts, reports["P1"]);
    check_attempts_are_allowed(evidence, facts, reports["P2"]);
    check_nobody_is_skipped(evidence, reports["P3"]);
    check_calls_have_rows(evidence, facts, reports["P4"]);
    check_callbacks_are_kept(evidence, facts, reports["P5"]);
    check_endings_agree(evidence, facts, reports["P6"]);
    check_callbacks_replay(evidence, reports["P7"]);
    check_file_is_sound(evidence, reports["P8"]);
    check_schema_holds(evidence, reports["P8"]);
    check_limits_are_kept(evidence, facts, reports["P9"]);
    check_unresolved_is_honest(evidence, facts, reports["P10"]);
    check_logs_are_discreet(evidence, facts, reports["P11"]);
    return reports;
}

std::vector<std::string> breaches_in(const PromiseReports& reports) {
    std::vector<std::string> breaches;
    for (const auto& [promise, report] : reports)
        for (const auto& breach : report.breaches) breaches.push_back(promise + ": " + breach);
    return breaches;
}

}  // namespace carillon::test
