// SPDX-License-Identifier: MIT
// The store's lanes: each verb becomes a job on the writer's, the reader's or the key reader's thread. For
// store.cpp alone. How the jobs are done stands in lane.cpp and group_commit.cpp; what they do, in the
// engine.
#pragma once

#include <atomic>
#include <functional>

#include "store/group_commit.hpp"
#include "store/lane.hpp"
#include "store/store.hpp"

namespace carillon::store {

// Long enough that the disk's sync is shared by many, short enough that the first of them does not wait for
// ever.
inline constexpr std::size_t longest_group = 512;

/// A job that calls `Work` and keeps its answer for the coroutine.
template <class T, class Work>
class Answer final : public Job {
public:
    explicit Answer(Work& work) : work_(work) {}

    void run() override { value_.emplace(work_()); }

    T take() {
        if (error) std::rethrow_exception(error);
        return std::move(*value_);
    }

private:
    Work& work_;
    std::optional<T> value_;
};

template <class Work>
class Answer<void, Work> final : public Job {
public:
    explicit Answer(Work& work) : work_(work) {}

    void run() override { work_(); }

    void take() {
        if (error) std::rethrow_exception(error);
    }

private:
    Work& work_;
};

class Store::Threaded {
public:
    Threaded(Engine engine, Threads threads)
        : engine_(std::move(engine)),
          group_commit_(*engine_.writer),
          newest_event_(engine_.writer->newest_event().value()),
          reading_(threads, longest_group, [this](auto group) { read_each(group); }),
          looking_at_keys_(threads, longest_group, [this](auto group) { read_each(group); }),
          writing_(threads, longest_group, [this](auto group) { commit(group); }) {}

    // The arguments live in this coroutine's frame until the job is done.
    template <class T, class... Parameters, class... Arguments>
    Async<T> write(T (Writer::*verb)(Parameters...), Arguments... arguments) {
        auto work = [&]() -> T { return (*engine_.writer.*verb)(arguments...); };
        Answer<T, decltype(work)> answer{work};
        co_await writing_.wait_for(answer);
        co_return answer.take();
    }

    /// Behind what others wait for: a portion of a list, or of what is old.
    template <class T, class... Parameters, class... Arguments>
    Async<T> write_later(T (Writer::*verb)(Parameters...), Arguments... arguments) {
        auto work = [&]() -> T { return (*engine_.writer.*verb)(arguments...); };
        Answer<T, decltype(work)> answer{work};
        answer.is_bulk = true;
        co_await writing_.wait_for(answer);
        co_return answer.take();
    }

    template <class T, class... Parameters, class... Arguments>
    Async<T> read(T (Reader::*verb)(Parameters...), Arguments... arguments) {
        auto work = [&]() -> T { return (*engine_.reader.*verb)(arguments...); };
        Answer<T, decltype(work)> answer{work};
        co_await reading_.wait_for(answer);
        co_return answer.take();
    }

    Async<KeyLookup> look_at_keys(ApiKeyId key) {
        auto work = [&] { return engine_.keys->find_api_key(key); };
        Answer<KeyLookup, decltype(work)> answer{work};
        co_await looking_at_keys_.wait_for(answer);
        co_return answer.take();
    }

    /// Not in a transaction, hence in no group.
    Async<void> checkpoint() {
        auto work = [&] { engine_.writer->checkpoint(); };
        Answer<void, decltype(work)> answer{work};
        answer.is_alone = answer.is_bulk = true;
        co_await writing_.wait_for(answer);
        answer.take();
    }

    [[nodiscard]] bool is_healthy() const { return group_commit_.is_healthy() && !has_read_damage_; }

    [[nodiscard]] Backlog backlog() const noexcept { return {writing_.backlog(), reading_.backlog()}; }

    [[nodiscard]] EventId newest_event() const { return EventId{newest_event_}; }
    void when_events_come(std::function<void()> tell) { tell_of_events_ = std::move(tell); }

private:
    void commit(std::span<Job* const> group) {
        group_commit_.run(group);
        const std::int64_t newest = engine_.writer->newest_event().value();
        if (newest_event_.exchange(newest) != newest && tell_of_events_) tell_of_events_();
    }

    void read_each(std::span<Job* const> group) {
        for (Job* job : group) try {  // the store-job edge: errors travel to the coroutine that waits
                job->run();
            } catch (const Damaged&) {
                job->error = std::current_exception();
                has_read_damage_ = true;
            } catch (...) {
                job->error = std::current_exception();
            }
    }

    Engine engine_;
    GroupCommit group_commit_;
    std::atomic<std::int64_t> newest_event_;
    std::function<void()> tell_of_events_;
    std::atomic<bool> has_read_damage_{false};
    Lane reading_;
    Lane looking_at_keys_;
    Lane writing_;
};

}  // namespace carillon::store
