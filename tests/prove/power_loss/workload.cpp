// SPDX-License-Identifier: MIT
#include "prove/power_loss/workload.hpp"

#include <deque>
#include <functional>
#include <stdexcept>

#include "prove/power_loss/content.hpp"
#include "store/sqlite.hpp"

namespace carillon::test {
namespace {

class Doing final : public store::Job {
public:
    explicit Doing(std::function<void()> work) : work_(std::move(work)) {}
    void run() override { work_(); }

private:
    std::function<void()> work_;
};

}  // namespace

Workload::Workload(std::uint64_t seed, std::filesystem::path database)
    : database_(std::move(database)),
      dice_(seed, 2),
      cut_dice_(seed, 3),
      busy_(seed),
      disk_([this] { maybe_cut(); }),
      decisions_(busy_policy()) {}

void Workload::run(std::size_t cuts) {
    wanted_cuts_ = cuts;
    const WatchedDisk watched{disk_};
    open();
    states_.push_back(digest_of(database_));
    while (cuts_.size() < wanted_cuts_) step();
    commits_.reset();
    engine_.reset();
}

void Workload::open() {
    engine_.emplace(store::open_sqlite(database_, decisions_));
    commits_.emplace(*engine_->writer);
}

void Workload::step() {
    const auto roll = dice_.between(1, 100);
    if (roll <= 5) {
        engine_->writer->checkpoint();
        ++counts_["checkpoints"];
    } else if (roll <= 8) {  // a stop in good order and a start
        commits_.reset();
        engine_.reset();
        open();
        ++counts_["restarts"];
    } else {
        commit_group();
    }
}

void Workload::commit_group() {
    std::deque<Doing> doings;
    for (auto left = dice_.between(1, 6); left > 0; --left)
        doings.emplace_back([this] { busy_.do_something(*engine_); });
    std::vector<store::Job*> group;
    for (Doing& doing : doings) group.push_back(&doing);

    in_flight_ = true;
    commits_->run(group);
    in_flight_ = false;
    for (const store::Job* job : group)
        if (job->error) std::rethrow_exception(job->error);
    states_.push_back(digest_of(database_));
    counts_["verbs acknowledged"] += std::ssize(group);
    ++counts_["groups acknowledged"];
}

/// Rarely enough that the cuts fall all over the work; more often where moments are few (a new database, a
/// log that is made or deleted).
void Workload::maybe_cut() {
    const bool is_rare_moment = states_.empty() || disk_.has_unsynced_names();
    if (cuts_.size() >= wanted_cuts_ || !cut_dice_.chance(is_rare_moment ? 0.05 : 0.008)) return;
    PowerCut cut;
    cut.image = disk_.cut_power(cut_dice_, losses_);
    cut.acknowledged = states_.empty() ? 0 : states_.size() - 1;
    cut.in_flight = in_flight_;
    cuts_.push_back(std::move(cut));
    ++counts_[in_flight_ ? "cuts within a group" : "cuts elsewhere"];
}

}  // namespace carillon::test
