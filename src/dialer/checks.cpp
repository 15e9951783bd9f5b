// SPDX-License-Identifier: MIT
// Calls that the carrier did not tell us about: unknown ones are searched for by their numbers, overdue ones
// are fetched by their SID. What is learnt goes through the same transition as a callback.
#include "dialer/rules/checks.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "dialer/rules/contact_hours.hpp"
#include "dialer/shift.hpp"
#include "journal.hpp"
#include "metrics.hpp"
#include "settings.hpp"
#include "twilio/status_callback.hpp"

namespace carillon::dialer {
namespace {

constexpr std::chrono::seconds at_the_latest{60};
constexpr std::chrono::seconds pause_after_failure{5};
constexpr Milliseconds after_no_answer{30'000};
constexpr Milliseconds until_the_sweep{5'000};
constexpr std::int64_t at_once =
    16;  ///< questions under way at one time: far below Twilio's bound on concurrent requests

}  // namespace

asio::awaitable<void> Dialer::Shift::run_checks() {
    while (!draining_) {
        Tick next = clock_.tick() + pause_after_failure;
        try {
            next = co_await check_due_calls();
        } catch (const std::exception& error) {
            journal::loop_failed("checks", error.what());
        }
        if (!draining_) co_await check_bell_.wait_until(clock_, next);
    }
}

asio::awaitable<Tick> Dialer::Shift::check_due_calls() {
    auto due = co_await store_.list_due_checks(clock_.now(), at_once);
    checks_under_way_ = static_cast<std::int64_t>(due.size());
    for (auto& call : due) spawn(check_one(std::move(call)), "check");
    while (checks_under_way_ > 0) co_await checked_bell_.wait();

    const store::Survey question{clock_.now()};
    const auto workload = co_await store_.survey(question);
    const Instant now = clock_.now();
    const Instant next =
        std::min(workload.next_check_at.value_or(now + at_the_latest), now + Milliseconds{at_the_latest});
    // What failed is due still: without a pause it would be asked for again and again at full speed.
    const Milliseconds least =
        std::exchange(check_failed_, false) ? Milliseconds{pause_after_failure} : Milliseconds{0};
    co_return clock_.tick() + std::max(next - now, least);
}

asio::awaitable<void> Dialer::Shift::check_one(Call call) {
    const CallId id = call.id;
    try {
        if (call.call_sid.empty())
            co_await search(std::move(call));
        else
            co_await poll(std::move(call));
    } catch (const std::exception& error) {  // counted down in any case, or the loop would wait for ever
        check_failed_ = true;
        journal::call_work_failed(id, "check", error.what());
    }
    --checks_under_way_;
    checked_bell_.ring();
}

asio::awaitable<void> Dialer::Shift::search(Call call) {
    if (restoration_) {  // the list may hold later calls to this number too: the sweep puts them in order
        co_await store_.postpone_check(call.id, clock_.now() + until_the_sweep);
        co_return;
    }
    ListResult result = co_await carrier_.list(call.to_number, call.from_number);
    auto* found = std::get_if<std::vector<CarrierCall>>(&result);
    if (found == nullptr) {  // not an answer: the schedule does not move on
        co_await store_.postpone_check(call.id, clock_.now() + after_no_answer);
        co_return;
    }
    const auto settled = co_await store_.record_search(call.id, std::move(*found), clock_.now());
    metrics::call_reconciled("search",
                             settled.applied && settled.call && settled.call->state != CallState::unresolved);
    report(settled);
    take_back_if_unwanted(settled);
    claim_bell_.ring();
}

/// Until when a call may stand in the carrier's queue, if it does: longer its contact must not be called. A
/// contact or a campaign cannot go; should one be missing, it is none of our business to cancel.
asio::awaitable<std::optional<Instant>> Dialer::Shift::queued_until(Call call) {
    if (call.state != CallState::accepted || !call.campaign_id || !call.contact_id) co_return std::nullopt;
    const auto campaign = co_await store_.find_campaign(*call.campaign_id);
    const auto contact = co_await store_.find_contact(*call.contact_id);
    if (!campaign || !contact) co_return std::nullopt;
    co_return rules::queued_until(campaign->settings, contact->zones, clock_.now());
}

asio::awaitable<void> Dialer::Shift::poll(Call call) {
    const auto until = co_await queued_until(call);
    const bool is_over = until && *until <= clock_.now();
    FetchResult result;
    if (is_over)
        result = co_await carrier_.cancel(call.call_sid);
    else
        result = co_await carrier_.fetch(call.call_sid);
    metrics::call_reconciled("poll", std::holds_alternative<CarrierCall>(result));
    if (const auto* found = std::get_if<CarrierCall>(&result)) {
        auto callback = twilio::polled_callback(*found, clock_.now());
        const auto settled = co_await settle(std::move(callback));
        if (settled.applied) co_return;
    }
    if (std::holds_alternative<NoSuchCall>(result)) {  // not yet, or no longer: another account's, perhaps
        const auto settled = co_await store_.record_absence(call.id, clock_.now());
        report(settled);
        claim_bell_.ring();
        co_return;
    }
    // No news, or no answer: it stays open, for a call is never freed by age alone.
    const rules::CheckPolicy policy{{}, config_.poll_margin};
    const Instant next = rules::next_poll(call, settings_from_json(call.settings), policy, clock_.now());
    co_await store_.postpone_check(call.id, until && !is_over ? std::min(next, *until) : next);
}

}  // namespace carillon::dialer
