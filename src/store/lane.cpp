// SPDX-License-Identifier: MIT
#include "store/lane.hpp"

#include <algorithm>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace carillon::store {
namespace {

namespace asio = boost::asio;

constexpr std::size_t most_groups_before_bulk = 16;
constexpr std::size_t most_bulk_together = 16;

template <class Handler>
class WaiterOf final : public Waiter {
public:
    explicit WaiterOf(Handler handler)
        : handler_(std::move(handler)),
          work_(asio::make_work_guard(asio::get_associated_executor(handler_))) {}

    void resume() override { asio::dispatch(work_.get_executor(), std::move(handler_)); }
    void post(std::function<void()> work) override { asio::post(work_.get_executor(), std::move(work)); }

private:
    Handler handler_;
    // Keeps the caller's loop running while only this lane works for it.
    asio::executor_work_guard<asio::associated_executor_t<Handler>> work_;
};

/// After this call the jobs may be gone: their coroutines may run on another thread already. Nearly always
/// all of them wait on one executor, and waking it costs more than a resumption: it is woken once.
void resume_all(const std::vector<Job*>& group) {
    const auto waiters = std::make_shared<std::vector<std::unique_ptr<Waiter>>>();
    for (Job* job : group) waiters->push_back(std::move(job->waiter));
    waiters->front()->post([waiters] {
        for (const auto& waiter : *waiters) waiter->resume();
    });
}

}  // namespace

Lane::Lane(Threads threads, std::size_t longest_group, DoGroup do_group)
    : threads_(threads), longest_group_(longest_group), do_group_(std::move(do_group)) {
    if (threads == Threads::own) thread_ = std::thread{[this] { work(); }};
}

Lane::~Lane() {
    if (!thread_.joinable()) {
        for (Job* job : queue_) const auto dropped = std::move(job->waiter);
        for (Job* job : bulk_) const auto dropped = std::move(job->waiter);
        return;
    }
    {
        const std::lock_guard lock{mutex_};
        is_ending_ = true;
    }
    something_changed_.notify_one();
    thread_.join();
}

asio::awaitable<void> Lane::wait_for(Job& job) {
    if (threads_ != Threads::none) {
        co_await queue_up(job);
    } else {
        Job* const group[] = {&job};
        do_group_(group);
    }
}

asio::awaitable<void> Lane::queue_up(Job& job) {
    // A plain function: the lambda is not a coroutine, and is not in one's co_await expression.
    const auto initiate = [this, &job](auto handler) {
        const auto callers = asio::get_associated_executor(handler);
        job.waiter = std::make_unique<WaiterOf<decltype(handler)>>(std::move(handler));
        const bool is_first = push(job);
        if (threads_ == Threads::callers && is_first) asio::post(callers, [this] { do_all(); });
    };
    return asio::async_initiate<const asio::use_awaitable_t<>, void()>(initiate, asio::use_awaitable);
}

/// Returns whether nothing else was queued.
bool Lane::push(Job& job) {
    bool is_first = false;
    {
        const std::lock_guard lock{mutex_};
        is_first = queue_.empty() && bulk_.empty();
        (job.is_bulk ? bulk_ : queue_).push_back(&job);
        ++backlog_;
    }
    something_changed_.notify_one();
    return is_first;
}

/// The first of them, `most` at most; one that must not share its group, alone.
std::vector<Job*> Lane::take_from(std::deque<Job*>& jobs, std::size_t most) {
    std::vector<Job*> group;
    while (!jobs.empty() && group.size() < most) {
        const bool is_alone = jobs.front()->is_alone;
        if (is_alone && !group.empty()) break;
        group.push_back(jobs.front());
        jobs.pop_front();
        if (is_alone) break;
    }
    return group;
}

/// When nothing else waits, and now and then although: who uploads a list is slowed down, not stopped.
bool Lane::is_bulks_turn() const {
    return !bulk_.empty() && (queue_.empty() || groups_before_bulk_ >= most_groups_before_bulk);
}

/// The longer nobody else came, the more: large commits are cheap, and who comes then waits for no longer
/// than the lane was bulk's alone.
std::vector<Job*> Lane::take_bulk() {
    auto group = take_from(bulk_, bulk_together_);
    bulk_together_ = std::min(2 * bulk_together_, most_bulk_together);
    groups_before_bulk_ = 0;
    return group;
}

std::vector<Job*> Lane::take_others() {
    bulk_together_ = 1;
    ++groups_before_bulk_;
    return take_from(queue_, longest_group_);
}

/// Waits for work. Returns none when the lane ends and all is done.
std::vector<Job*> Lane::take_group() {
    std::unique_lock lock{mutex_};
    something_changed_.wait(lock, [this] { return is_ending_ || !queue_.empty() || !bulk_.empty(); });
    if (threads_ ==
        Threads::own) {  // who can run, queues up first: the more share a commit, the less it costs each
        lock.unlock();
        std::this_thread::yield();
        lock.lock();
    }
    auto group = is_bulks_turn() ? take_bulk() : take_others();
    backlog_ -= group.size();
    return group;
}

void Lane::do_all() {
    while (!queue_.empty() || !bulk_.empty()) {
        const auto group = take_group();
        do_group_(group);
        resume_all(group);
    }
}

void Lane::work() {
    for (auto group = take_group(); !group.empty(); group = take_group()) {
        do_group_(group);
        resume_all(group);
    }
}

}  // namespace carillon::store
