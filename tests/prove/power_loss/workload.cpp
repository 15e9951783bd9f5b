// SPDX-License-Identifier: MIT
#include "prove/power_loss/workload.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <stdexcept>

#include <sqlite3.h>

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

/// Whether connections that are opened from now on end as a killed process leaves them: the log stays behind.
bool leaves_log_behind = false;

int on_open(sqlite3* connection, const char**, const sqlite3_api_routines*) {
    return sqlite3_db_config(
        connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, leaves_log_behind ? 1 : 0, nullptr);
}

/// While it lives, every connection is told how it will end.
class Endings {
public:
    Endings() { sqlite3_auto_extension(reinterpret_cast<void (*)()>(on_open)); }
    ~Endings() { sqlite3_reset_auto_extension(); }
    Endings(const Endings&) = delete;
    Endings& operator=(const Endings&) = delete;
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
    const Endings endings;
    try {
        open();
        states_.push_back(digest_of(database_));
        while (cuts_.size() < wanted_cuts_) step();
    } catch (...) {  // the connections end before the disk that they use
        close();
        throw;
    }
    close();
}

void Workload::close() {
    commits_.reset();
    engine_.reset();
}

void Workload::open() {
    leaves_log_behind = dice_.chance(0.5);
    engine_.emplace(store::open_sqlite(database_, decisions_));
    commits_.emplace(*engine_->writer);
}

void Workload::note_state() {
    states_.push_back(digest_of(database_));
    is_undecided_ = false;
}

/// A stop in good order, or the process's death, and a start. What a failed commit had left is decided then,
/// one way or the other.
void Workload::restart() {
    ++counts_[leaves_log_behind ? "deaths of the process" : "restarts in order"];
    close();
    try {
        open();
    } catch (const std::exception&) {  // a sync failed: the file is refused, and somebody starts it again
        if (!disk_.stop_failing()) throw;
        ++losses_.failed_syncs;
        ++counts_["starts that failed"];
        open();
    }
    if (is_undecided_) note_state();
}

void Workload::step() {
    const auto roll = dice_.between(1, 100);
    if (dice_.chance(0.05)) disk_.fail_next_sync(dice_);
    if (roll <= 5)
        checkpoint();
    else if (roll <= 8 || (is_undecided_ && dice_.chance(0.5)))
        restart();
    else
        commit_group();
    if (disk_.stop_failing()) ++losses_.failed_syncs;
}

void Workload::checkpoint() try {
    engine_->writer->checkpoint();
    ++counts_["checkpoints"];
} catch (const std::exception&) {  // its sync failed
    ++counts_["checkpoints that failed"];
}

void Workload::commit_group() {
    std::deque<Doing> doings;
    for (auto left = dice_.between(1, 6); left > 0; --left)
        doings.emplace_back([this] { busy_.do_something(*engine_); });
    std::vector<store::Job*> group;
    for (Doing& doing : doings) group.push_back(&doing);

    const auto first_cut = std::ssize(cuts_);
    in_flight_ = true;
    commits_->run(group);
    in_flight_ = false;
    const auto failed =
        std::count_if(group.begin(), group.end(), [](const store::Job* job) { return bool(job->error); });
    if (failed == 0) {
        // What changes nothing writes nothing, and so buries no group that had failed.
        if (digest_of(database_) != states_.back()) note_state();
        counts_["verbs acknowledged"] += std::ssize(group);
        ++counts_["groups acknowledged"];
        return;
    }
    if (failed < std::ssize(group) || commits_->is_healthy() || !disk_.has_failed())
        std::rethrow_exception(group.front()->error);
    if (digest_of(database_) != states_.back()) throw std::logic_error("a failed commit is seen");
    is_undecided_ = true;
    for (auto cut = cuts_.begin() + first_cut; cut != cuts_.end(); ++cut) cut->is_undecided = true;
    ++counts_["groups that failed"];
}

/// Rarely enough that the cuts fall all over the work; more often where moments are few (a database that is
/// opened, a log that is made or deleted).
void Workload::maybe_cut() {
    const bool is_rare_moment = !commits_ || disk_.has_unsynced_names();
    if (cuts_.size() >= wanted_cuts_ || !cut_dice_.chance(is_rare_moment ? 0.05 : 0.008)) return;
    PowerCut cut;
    cut.image = disk_.cut_power(cut_dice_, losses_);
    cut.acknowledged = states_.empty() ? 0 : states_.size() - 1;
    cut.in_flight = in_flight_;
    cut.is_undecided = is_undecided_;
    cuts_.push_back(std::move(cut));
    ++counts_[in_flight_ ? "cuts within a group" : "cuts elsewhere"];
}

}  // namespace carillon::test
