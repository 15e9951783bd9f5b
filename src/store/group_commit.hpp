// SPDX-License-Identifier: MIT
// Group commit: several write verbs, one transaction, one wait for the disk. When a verb throws, the group is
// undone and run once more with a mark before each verb, so that it is undone alone; a transaction that
// cannot begin or commit fails all of its verbs. Once a verb found the file damaged, all fail until a
// restart. Runs on: the writer's thread (`is_healthy`: any).
#pragma once

#include <atomic>
#include <span>

#include "store/engine.hpp"
#include "store/lane.hpp"

namespace carillon::store {

class GroupCommit {
public:
    explicit GroupCommit(Writer& writer) : writer_(writer) {}

    /// Runs the jobs in their order and commits them. What failed is in each job's `error`. A job may run
    /// twice: what the first run wrote is undone.
    void run(std::span<Job* const> group);

    [[nodiscard]] bool is_healthy() const { return is_healthy_; }

private:
    bool run_together(std::span<Job* const> group);
    void run_marked(Job& job);

    Writer& writer_;
    std::exception_ptr damage_;
    std::atomic<bool> is_healthy_{true};
};

}  // namespace carillon::store
