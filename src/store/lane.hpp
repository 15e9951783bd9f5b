// SPDX-License-Identifier: MIT
// A lane: jobs that coroutines wait for, done in order on one thread, in groups of all that is queued; or,
// without a thread, each at once inside its caller, or in groups between its callers. It knows nothing of
// transactions or SQL: what is done with a group is given to it. The one mutex of the product is in here.
// Runs on: any thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "store/threads.hpp"

namespace carillon::store {

/// A coroutine that waits on its own executor.
class Waiter {
public:
    virtual ~Waiter() = default;
    /// At once, if this is called on its executor.
    virtual void resume() = 0;
    virtual void post(std::function<void()> work) = 0;  ///< to its executor
};

/// One piece of work and what came of it. Lives in the frame of the coroutine that waits for it.
class Job {
public:
    virtual ~Job() = default;
    virtual void run() = 0;

    bool is_alone = false;  ///< must not share its group
    bool is_bulk = false;   ///< a long piece that nobody waits for with a deadline: goes behind all else
    std::exception_ptr error;
    std::unique_ptr<Waiter> waiter;
};

class Lane {
public:
    using DoGroup = std::function<void(std::span<Job* const>)>;

    Lane(Threads threads, std::size_t longest_group, DoGroup do_group);
    ~Lane();  ///< finishes what is queued; with the callers' own thread, which is over then, drops it
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;

    /// Goes on, on the caller's own executor, when the job's whole group is done.
    boost::asio::awaitable<void> wait_for(Job& job);

    /// How many jobs wait. Any thread.
    [[nodiscard]] std::size_t backlog() const noexcept { return backlog_; }

private:
    boost::asio::awaitable<void> queue_up(Job& job);
    bool push(Job& job);
    std::vector<Job*> take_group();
    [[nodiscard]] bool is_bulks_turn() const;
    std::vector<Job*> take_bulk();
    std::vector<Job*> take_others();
    static std::vector<Job*> take_from(std::deque<Job*>& jobs, std::size_t most);
    void work();

    void do_all();

    const Threads threads_;
    const std::size_t longest_group_;
    const DoGroup do_group_;
    std::mutex mutex_;
    std::condition_variable something_changed_;
    std::deque<Job*> queue_;
    std::deque<Job*> bulk_;
    std::size_t groups_before_bulk_ = 0;  // since it last had a turn
    std::size_t bulk_together_ = 1;       // how many of them may share its next turn
    std::atomic<std::size_t> backlog_{0};
    bool is_ending_ = false;
    std::thread thread_;  // last: it uses all of the above; none: jobs are done inside their callers
};

}  // namespace carillon::store
