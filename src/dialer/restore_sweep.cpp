// SPDX-License-Identifier: MIT
// After a restore: the backup does not know what was called since it was made, the carrier does. Its calls
// are entered before anybody is rung; webhooks are served meanwhile. A stop or a crash in between begins it
// again.
#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>

#include "dialer/shift.hpp"
#include "journal.hpp"
#include "twilio/status_callback.hpp"

namespace carillon::dialer {
namespace {

constexpr Seconds clock_difference{60};  ///< between the carrier's clock and ours
constexpr int tries_per_page = 5;

}  // namespace

asio::awaitable<void> Dialer::Shift::catch_up_after_restore() {
    if (!restoration_) co_return;
    // A call appears in the carrier's lists a moment after it was taken.
    const Milliseconds since = std::max(clock_.now() - restoration_->restored_at, Milliseconds{0});
    co_await rest_until(clock_.tick() + std::max(config_.restore_wait - since, Milliseconds{0}));

    rules::Backoff patience;
    while (restoration_ && !draining_) {
        const std::string trouble = co_await sweep_carrier();
        if (trouble.empty()) {
            restoration_.reset();
            restore_trouble_.clear();
            journal::restore_swept(
                adopted_.known, adopted_.adopted, adopted_.without_contact, adopted_.handed_to_a_person);
        } else if (!draining_) {
            const Milliseconds pause = patience.after_failure(std::nullopt);
            restore_trouble_ = looking_up + (": " + trouble);
            journal::restore_waits(trouble, pause.count());
            co_await rest_until(clock_.tick() + pause);
        }
    }
}

/// The bell that wakes the dialer for work wakes this too; only a stop ends it early.
asio::awaitable<void> Dialer::Shift::rest_until(Tick until) {
    while (!draining_ && clock_.tick() < until) co_await claim_bell_.wait_until(clock_, until);
}

/// Queued calls first: one that is dialled meanwhile is among the started ones then. Returns what went wrong.
asio::awaitable<std::string> Dialer::Shift::sweep_carrier() {
    adopted_ = {};
    try {
        for (const bool is_queued : {true, false}) {
            std::string next;
            do {
                PageResult result = co_await ask_patiently(is_queued, std::move(next));
                if (const auto* silence = std::get_if<NoAnswer>(&result)) co_return silence->reason;
                auto& page = std::get<CarrierPage>(result);
                auto calls = since_the_backup(std::move(page.calls));
                co_await adopt(std::move(calls), false);
                next = std::move(page.next);
            } while (!next.empty());
        }
        auto unordered = std::exchange(adopted_.to_be_ordered, {});
        std::sort(unordered.begin(), unordered.end(), [](const auto& one, const auto& other) {
            return one.call.date_created < other.call.date_created;
        });
        co_await adopt(std::move(unordered), true);
        co_await store_.finish_restoration(clock_.now());
    } catch (const std::exception& failure) {  // the store is in trouble: nobody is rung until it is well
        co_return failure.what();
    }
    co_return std::string{};
}

asio::awaitable<PageResult> Dialer::Shift::ask_for_page(bool is_queued, std::string page) {
    if (is_queued) return carrier_.list_queued(std::move(page));
    return carrier_.list_started(restoration_->known_until - clock_difference, std::move(page));
}

/// A list of hundreds of pages must not begin anew because one of them was lost.
asio::awaitable<PageResult> Dialer::Shift::ask_patiently(bool is_queued, std::string page) {
    rules::Backoff patience;
    PageResult result = NoAnswer{"the server is stopping"};
    for (int tries = 0; tries < tries_per_page && !draining_; ++tries) {
        result = co_await ask_for_page(is_queued, page);
        if (std::holds_alternative<CarrierPage>(result)) co_return result;
        const Milliseconds pause = patience.after_failure(std::nullopt);
        co_await rest_until(clock_.tick() + pause);
    }
    co_return result;
}

/// Without those that the backup knows of by its own rows: they are polled as after any start.
std::vector<store::ListedCall> Dialer::Shift::since_the_backup(std::vector<CarrierCall> calls) const {
    const Instant since = restoration_->known_until - clock_difference;
    std::vector<store::ListedCall> listed;
    for (CarrierCall& call : calls) {
        if (call.date_created && *call.date_created < since) continue;
        NewCallback word = twilio::polled_callback(call, clock_.now());
        listed.push_back({std::move(call), std::move(word)});
    }
    return listed;
}

asio::awaitable<void> Dialer::Shift::adopt(std::vector<store::ListedCall> calls, bool is_in_order) {
    store::AdoptCalls wanted;
    for (std::size_t i = 0; i < calls.size(); ++i) wanted.tokens.push_back(new_token_());
    wanted.calls = std::move(calls);
    wanted.adhoc_settings = config_.adhoc_settings;
    wanted.is_in_order = is_in_order;
    wanted.now = clock_.now();
    auto adopted = co_await store_.adopt_calls(std::move(wanted));
    adopted_.known += adopted.known;
    adopted_.adopted += adopted.adopted;
    adopted_.without_contact += adopted.without_contact;
    adopted_.handed_to_a_person += adopted.handed_to_a_person;
    std::move(adopted.to_be_ordered.begin(),
              adopted.to_be_ordered.end(),
              std::back_inserter(adopted_.to_be_ordered));
    check_bell_.ring();
}

}  // namespace carillon::dialer
