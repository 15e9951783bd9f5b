// SPDX-License-Identifier: MIT
// Whole campaigns in virtual time, with all faults mixed: the virtual-time simulation. One run is one seed.
#include <exception>
#include <filesystem>

#include "journal.hpp"
#include "prove/attack.hpp"
#include "prove/campaigns/campaign_run.hpp"
#include "store/sqlite.hpp"
#include "support/simulation/fast_directory.hpp"
#include "support/temp_directory.hpp"

namespace carillon::test {
namespace {

/// A copy of a migrated file costs less than migrating one.
std::filesystem::path empty_database(const TempDirectory& directory) {
    const auto file = directory / "empty.db";
    store::migrate_sqlite(file);
    return file;
}

void tell(std::uint64_t seed,
          const TempDirectory& home,
          const std::filesystem::path& empty,
          EventLog::Mode mode,
          AttackFindings& findings) {
    const auto directory = home / "run";
    std::filesystem::create_directory(directory);
    try {
        World::Nature nature;
        nature.seed = seed;
        nature.directory = directory;
        nature.empty_database = empty;
        nature.log = mode;
        CampaignRun run{nature};
        for (std::string& breach : run.run()) findings.breaches.push_back(std::move(breach));
        for (std::size_t site = 0; site < site_count; ++site)
            findings.counts["site:" + std::string{site_names[site]}] += run.faults().counts()[site];
        for (const auto& [what, count] : run.counts()) findings.counts[what] += count;
    } catch (const std::exception& failure) {
        findings.breaches.push_back("seed " + std::to_string(seed) + ": " + failure.what());
    }
    std::filesystem::remove_all(directory);
}

}  // namespace

AttackFindings attack_campaigns(const AttackOrder& order) {
    journal::set_level("off");
    const TempDirectory home{fast_directory()};
    const auto empty = empty_database(home);
    const auto mode = order.is_verbose ? EventLog::Mode::print : EventLog::Mode::off;
    AttackFindings findings;
    for (; findings.runs < order.runs; ++findings.runs)
        tell(order.first_seed + static_cast<std::uint64_t>(findings.runs), home, empty, mode, findings);
    return findings;
}

}  // namespace carillon::test
