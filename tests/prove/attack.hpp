// SPDX-License-Identifier: MIT
// One way to attack Carillon inside this process, seeded and counted. `in_process_attacks` runs them by name;
// scripts/prove runs that, beside the attacks on the real binary, and writes the report.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace carillon::test {

/// How much of it. Run number i of an attack depends on `first_seed + i` alone, so that one number replays
/// it.
struct AttackOrder {
    std::uint64_t first_seed = 1;
    std::int64_t runs = 1;
    bool is_verbose = false;  ///< prints what happens: for a replay
};

struct AttackFindings {
    std::int64_t runs = 0;                       ///< in the attack's own unit
    std::map<std::string, std::int64_t> counts;  ///< what happened how often: faults by name, facts checked
    std::vector<std::string> breaches;           ///< each names the seed that replays it; empty: all is well
};

struct Attack {
    std::string name;  ///< as on the command line: "power-loss"
    std::string unit;  ///< what a run is: "disk images"
    std::function<AttackFindings(const AttackOrder&)> run;
};

/// Every attack of this program, by name.
[[nodiscard]] std::vector<Attack> all_attacks();

}  // namespace carillon::test
