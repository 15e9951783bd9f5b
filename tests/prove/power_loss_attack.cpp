// SPDX-License-Identifier: MIT
// Power loss: what a disk may hold after its power was cut is opened with the real store, and must show all
// that was acknowledged, no half of a group, and nobody who could be called again. One seed is a workload of
// `cuts_per_workload` images; a breach names it, and `--seed N --runs 25` replays it.
#include <algorithm>
#include <exception>
#include <fstream>
#include <iostream>
#include <set>

#include "prove/attack.hpp"
#include "prove/power_loss/content.hpp"
#include "prove/power_loss/workload.hpp"
#include "store/sqlite.hpp"
#include "support/simulation/fast_directory.hpp"
#include "support/temp_directory.hpp"

namespace carillon::test {
namespace {

constexpr std::int64_t cuts_per_workload = 25;
const Instant next_day = from_unix_ms(1'760'000'000'000) + Seconds{86'400};

void write_image(const DiskImage& image) {
    for (const auto& [name, content] : image)
        std::ofstream{name, std::ios::binary}.write(content.data(), std::ssize(content));
}

/// Empty, or which state it shows instead of the one that it must.
std::string judge_content(const PowerCut& cut,
                          std::uint64_t shown,
                          const std::vector<std::uint64_t>& states) {
    if (shown == states.at(cut.acknowledged)) return {};
    const auto next = cut.acknowledged + 1;
    // On its way, or failed and found by the next start.
    if ((cut.in_flight || cut.is_undecided) && next < states.size() && shown == states[next]) return {};
    const auto found = std::find(states.begin(), states.end(), shown);
    if (cut.is_undecided && found == states.end())
        return {};  // the failed group, which nobody found: whether it is whole is looked at next
    const std::string seen =
        found == states.end() ? "no state that ever was"
                              : "state " + std::to_string(found - states.begin()) + ", whose time is not now";
    return "state " + std::to_string(cut.acknowledged) + " was acknowledged, but the file shows " + seen;
}

std::vector<Call> all_calls(store::Reader& reader) {
    store::ListCalls wanted;
    wanted.limit = 100'000;
    return reader.list_calls(wanted).items;
}

/// Numbers that may ring, or may have rung, as far as the file knows.
std::set<std::string> numbers_at_the_carrier(store::Reader& reader) {
    std::set<std::string> numbers;
    for (const Call& call : all_calls(reader))
        if (is_open(call.state) && call.state != CallState::claimed) numbers.insert(call.to_number);
    return numbers;
}

/// After the start-up sweep everybody who is due is claimed.
std::vector<store::ClaimedCall> claim_everybody(store::Engine& engine) {
    constexpr std::int64_t everybody = 150;
    store::ClaimDue wanted;
    wanted.now = next_day;
    for (const Campaign& campaign : engine.reader->list_campaigns({}).items) {
        wanted.turns.push_back({campaign.id, everybody});
        for (std::int64_t i = 0; i < everybody; ++i)
            wanted.tokens.push_back(CallToken{"token " + std::to_string(wanted.tokens.size())});
    }
    return engine.writer->claim_due(wanted).calls;
}

std::string judge_sweep(store::Engine& engine) {
    const auto taken = numbers_at_the_carrier(*engine.reader);
    engine.writer->begin();
    (void)engine.writer->sweep(next_day);
    const auto claimed = claim_everybody(engine);
    engine.writer->commit();
    for (const auto& each : claimed)
        if (taken.contains(each.call.to_number)) return "a number with an open call was claimed again";
    for (const Call& call : all_calls(*engine.reader))
        if (call.state == CallState::submitting) return "a call stands at submitting after the sweep";
    return {};
}

std::string judge(const PowerCut& cut,
                  const std::vector<std::uint64_t>& states,
                  const std::filesystem::path& file) {
    const dialer::rules::Settling decisions{busy_policy()};
    store::Engine engine = store::open_sqlite(file, decisions);
    if (auto fault = judge_content(cut, digest_of(file), states); !fault.empty()) return fault;
    if (auto fault = fault_in(file); !fault.empty()) return fault;
    return judge_sweep(engine);
}

/// Nothing is truly synced while images are looked at, either.
struct CalmDisk final : DiskWatch {};

void attack(std::uint64_t seed,
            std::int64_t images,
            bool is_verbose,
            const TempDirectory& home,
            AttackFindings& findings) {
    const auto directory = home / "disk";
    const auto file = directory / "carillon.db";
    std::filesystem::create_directory(directory);
    Workload workload{seed, file};
    workload.run(static_cast<std::size_t>(images));
    std::filesystem::remove_all(directory);

    CalmDisk calm;
    const WatchedDisk watched{calm};
    for (std::size_t i = 0; i < workload.cuts().size(); ++i) {
        const PowerCut& cut = workload.cuts()[i];
        std::filesystem::create_directory(directory);
        write_image(cut.image);
        std::string fault;
        try {
            fault = judge(cut, workload.states(), file);
        } catch (const std::exception& failure) {
            fault = failure.what();
        }
        const std::string where = "seed " + std::to_string(seed) + ", image " + std::to_string(i) + ": ";
        if (!fault.empty()) findings.breaches.push_back(where + fault);
        if (is_verbose)
            std::cerr << where << (fault.empty() ? "state " + std::to_string(cut.acknowledged) : fault)
                      << '\n';
        std::filesystem::remove_all(directory);
    }
    findings.runs += std::ssize(workload.cuts());
    for (const auto& [what, count] : workload.counts()) findings.counts[what] += count;
    findings.counts["writes kept"] += workload.losses().kept_writes;
    findings.counts["writes lost"] += workload.losses().lost_writes;
    findings.counts["writes torn"] += workload.losses().torn_writes;
    findings.counts["syncs that failed"] += workload.losses().failed_syncs;
    findings.counts["names lost"] += workload.losses().lost_names;
}

}  // namespace

AttackFindings attack_power(const AttackOrder& order) {
    const TempDirectory home{fast_directory()};
    AttackFindings findings;
    for (std::uint64_t seed = order.first_seed; findings.runs < order.runs; ++seed) {
        const auto before = findings.runs;
        const auto images = std::min(cuts_per_workload, order.runs - findings.runs);
        try {
            attack(seed, images, order.is_verbose, home, findings);
        } catch (const std::exception& failure) {
            findings.breaches.push_back("seed " + std::to_string(seed) + ": " + failure.what());
            findings.runs = before + images;
            std::filesystem::remove_all(home / "disk");
        }
    }
    return findings;
}

}  // namespace carillon::test
