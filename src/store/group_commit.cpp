// SPDX-License-Identifier: MIT
#include "store/group_commit.hpp"

#include <chrono>

#include "metrics.hpp"

namespace carillon::store {
namespace {

// Every `catch (...)` here is the store-job edge: the exception travels to the coroutine that waits for the
// job.
void run_alone(Job& job) {
    try {
        job.run();
    } catch (...) {
        job.error = std::current_exception();
    }
}

void fail(std::span<Job* const> group, const std::exception_ptr& error) {
    for (Job* job : group)
        if (!job->error) job->error = error;
}

}  // namespace

void GroupCommit::run(std::span<Job* const> group) {
    if (damage_) return fail(group, damage_);
    if (group.size() == 1 && group.front()->is_alone) return run_alone(*group.front());
    const auto began = std::chrono::steady_clock::now();
    try {
        writer_.begin();
        if (!run_together(group)) {
            writer_.roll_back();
            writer_.begin();
            for (Job* job : group) run_marked(*job);
        }
        writer_.commit();
        is_healthy_ = true;
        metrics::group_committed(group.size(), std::chrono::steady_clock::now() - began);
    } catch (...) {
        writer_.roll_back();
        is_healthy_ = false;
        fail(group, std::current_exception());
    }
}

/// Without marks, which would cost each verb two statements. Returns whether all went well.
bool GroupCommit::run_together(std::span<Job* const> group) {
    try {
        for (Job* job : group) {
            writer_.require_transaction();
            job->run();
        }
        return true;
    } catch (const Damaged&) {  // nothing may be built on what this group read
        damage_ = std::current_exception();
        throw;
    } catch (...) {
        return false;
    }
}

void GroupCommit::run_marked(Job& job) {
    try {
        writer_.set_mark();
        job.run();
        writer_.release_mark();
    } catch (const Damaged&) {
        damage_ = std::current_exception();
        throw;
    } catch (...) {
        job.error = std::current_exception();
        writer_.return_to_mark();
    }
}

}  // namespace carillon::store
