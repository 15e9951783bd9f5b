// SPDX-License-Identifier: MIT
// A crash at every named step of the protocol × every answer of the carrier × every way of its callbacks:
// enumerated. Run number i is one combination, the first is number 1; neighbours in number are far apart
// among the combinations, so that any stretch of runs is a sample of all.
#include <algorithm>
#include <exception>
#include <filesystem>

#include "journal.hpp"
#include "prove/attack.hpp"
#include "prove/crash_points/crash_point_run.hpp"
#include "store/sqlite.hpp"
#include "support/simulation/fast_directory.hpp"
#include "support/temp_directory.hpp"

namespace carillon::test {
namespace {

void interrupt(std::int64_t number, World::Nature nature, AttackFindings& findings) {
    constexpr std::int64_t stride = 1009;  // a prime: every combination has its turn
    const Combination chosen = combination((number - 1) * stride % combination_count());
    const auto say = [&](const std::string& breach) {
        findings.breaches.push_back("seed " + std::to_string(number) + " (" + chosen.name() + "): " + breach);
    };
    nature.seed = static_cast<std::uint64_t>(number);
    std::filesystem::create_directory(nature.directory);
    try {
        CrashPointRun run{nature, chosen};
        for (const std::string& breach : run.run()) say(breach);
        ++findings.counts[run.was_interrupted() ? "interrupted" : "the step was not met"];
    } catch (const std::exception& failure) {
        say(failure.what());
    }
    std::filesystem::remove_all(nature.directory);
}

}  // namespace

AttackFindings attack_crash_points(const AttackOrder& order) {
    journal::set_level("off");
    const TempDirectory home{fast_directory()};
    World::Nature nature;
    nature.directory = home / "run";
    nature.empty_database = home / "empty.db";
    nature.log = order.is_verbose ? EventLog::Mode::print : EventLog::Mode::off;
    store::migrate_sqlite(nature.empty_database);

    const auto first = static_cast<std::int64_t>(order.first_seed);
    const std::int64_t last = std::min(combination_count(), first + order.runs - 1);
    AttackFindings findings;
    findings.counts["combinations"] = combination_count();
    for (std::int64_t number = first; number <= last; ++number, ++findings.runs)
        interrupt(number, nature, findings);
    return findings;
}

}  // namespace carillon::test
