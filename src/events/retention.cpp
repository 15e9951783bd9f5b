// SPDX-License-Identifier: MIT
#include "events/retention.hpp"

#include <exception>
#include <string>

#include "journal.hpp"

namespace carillon::events {
namespace {

using namespace std::chrono_literals;

constexpr auto pause = 1min;
constexpr auto pause_between_portions = 50ms;

boost::asio::awaitable<void> delete_in_portions(store::Store& store, Clock& clock) {
    for (std::int64_t gone = 1; gone > 0;) {
        const store::DeleteOld old = what_is_old(clock.now());
        gone = co_await store.delete_old(old);
        co_await clock.sleep_until(clock.tick() + pause_between_portions);
    }
}

}  // namespace

store::DeleteOld what_is_old(Instant now) {
    constexpr auto day = 24h;
    store::DeleteOld old;
    old.events_before = now - 3 * day;
    old.delivered_before = now - day;
    old.dead_before = now - 30 * day;
    old.give_up_before = now - 7 * day;
    old.now = now;
    return old;
}

boost::asio::awaitable<void> delete_what_is_old(store::Store& store, Clock& clock) {
    for (;;) {
        co_await clock.sleep_until(clock.tick() + pause);
        std::string trouble;
        try {
            co_await delete_in_portions(store, clock);
        } catch (const std::exception& failure) {
            trouble = failure.what();
        }
        if (!trouble.empty()) journal::loop_failed("old events", trouble);
    }
}

}  // namespace carillon::events
