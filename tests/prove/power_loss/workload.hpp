// SPDX-License-Identifier: MIT
// A store that works on a disk whose power is cut again and again, in thought: at moments that the seed
// decides, what the disk would then hold is set aside, with what the database must show of it. The work goes
// on as if nothing had happened, so that one workload gives many images.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "prove/busy_store.hpp"
#include "prove/power_loss/volatile_disk.hpp"
#include "store/group_commit.hpp"

namespace carillon::test {

struct PowerCut {
    DiskImage image;
    std::size_t acknowledged = 0;  ///< the last state whose commit had returned
    bool in_flight = false;        ///< a group was on its way: the next state may be there, whole
    bool is_undecided =
        false;  ///< a commit had failed since: its group may be there, whole, which nobody saw
};

class Workload {
public:
    Workload(std::uint64_t seed, std::filesystem::path database);

    /// Until the power was cut so often. Throws when the store fails, which on this disk it must not.
    void run(std::size_t cuts);

    [[nodiscard]] const std::vector<PowerCut>& cuts() const { return cuts_; }
    /// The database's content after each acknowledged group, as digests; the first: as it was created.
    [[nodiscard]] const std::vector<std::uint64_t>& states() const { return states_; }
    [[nodiscard]] const std::map<std::string, std::int64_t>& counts() const { return counts_; }
    [[nodiscard]] const LossCounts& losses() const { return losses_; }

private:
    void open();
    void close();
    void restart();
    void step();
    void checkpoint();
    void commit_group();
    void note_state();
    void maybe_cut();

    std::filesystem::path database_;
    Dice dice_;      // what is done when
    Dice cut_dice_;  // when the power is cut, and what survives
    BusyStore busy_;
    VolatileDisk disk_;
    const dialer::rules::Settling decisions_;
    std::optional<store::Engine> engine_;
    std::optional<store::GroupCommit> commits_;
    bool in_flight_ = false;
    bool is_undecided_ = false;
    std::size_t wanted_cuts_ = 0;
    std::vector<PowerCut> cuts_;
    std::vector<std::uint64_t> states_;
    std::map<std::string, std::int64_t> counts_;
    LossCounts losses_;
};

}  // namespace carillon::test
