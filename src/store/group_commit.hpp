// SPDX-License-Identifier: MIT
// Group commit: several write verbs, one transaction, one wait for the disk. A verb that throws is undone
// alone, by the mark set before it; a transaction that cannot begin or commit fails all of its verbs. Once a
// verb found the file damaged, all fail until a restart. Runs on: the writer's thread (`is_healthy`: any).
#pragma once

#include <atomic>
#include <span>

#include "store/engine.hpp"
#include "store/lane.hpp"

namespace carillon::store {

class GroupCommit {
public:
    explicit GroupCommit(Writer& writer) : writer_(writer) {}

    /// Runs the jobs in their order and commits them. What failed is in each job's `error`.
    void run(std::span<Job* const> group);

    [[nodiscard]] bool is_healthy() const { return is_healthy_; }

private:
    void run_marked(Job& job);

    Writer& writer_;
    std::exception_ptr damage_;
    std::atomic<bool> is_healthy_{true};
};

}  // namespace carillon::store
