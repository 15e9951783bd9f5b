// SPDX-License-Identifier: MIT
#include "events/courier.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>

#include "failure.hpp"
#include "journal.hpp"
#include "metrics.hpp"

namespace carillon::events {

namespace asio = boost::asio;

namespace {

using namespace std::chrono_literals;

constexpr auto longest_look_away = 60s;  ///< the wall clock may have been set meanwhile
constexpr auto pause_between_looks = 20ms;
constexpr auto pause_after_trouble = 1s;

void note_escape(const std::exception_ptr& failure) {
    if (failure) journal::loop_failed("webhooks", what_of(failure));
}

void tell_of_an_end(const store::Parcel& parcel, const Verdict& verdict) {
    const bool waits = verdict.record.status == DeliveryStatus::waiting;
    metrics::delivery_tried(waits ? "failed" : to_text(verdict.record.status));
    if (verdict.record.status == DeliveryStatus::dead)
        journal::delivery_given_up(
            parcel.delivery.id.value(), parcel.webhook.id.value(), verdict.record.error);
    if (verdict.record.disable_webhook)
        journal::webhook_disabled(parcel.webhook.id.value(), verdict.record.error);
}

}  // namespace

Courier::Courier(asio::any_io_executor executor,
                 store::Store& store,
                 Web& web,
                 Clock& clock,
                 Feed& feed,
                 std::vector<Seconds> schedule)
    : executor_(std::move(executor)),
      store_(store),
      web_(web),
      clock_(clock),
      feed_(feed),
      schedule_(std::move(schedule)) {}

asio::awaitable<void> Courier::run() {
    while (!is_draining_) {
        const Tick began = clock_.tick();
        const std::uint64_t heard = feed_.rings();
        Tick until = began + pause_after_trouble;
        std::string trouble;
        try {
            until = co_await hand_out();
        } catch (const std::exception& failure) {
            trouble = failure.what();
        }
        if (!trouble.empty()) journal::loop_failed("webhooks", trouble);
        if (trouble.empty()) co_await feed_.wait(heard, until);
        co_await clock_.sleep_until(trouble.empty() ? began + pause_between_looks : until);
    }
}

asio::awaitable<void> Courier::drain(Milliseconds grace) {
    is_draining_ = true;
    feed_.ring();
    const Tick end = clock_.tick() + grace;
    while (is_busy() && clock_.tick() < end) co_await feed_.wait(feed_.rings(), end);
}

bool Courier::is_busy() const {
    return std::any_of(endpoints_.begin(), endpoints_.end(), [](const auto& each) {
        return !each.second.in_flight.empty();
    });
}

/// Returns when to look again, if nothing rings before.
asio::awaitable<Tick> Courier::hand_out() {
    const Instant now = clock_.now();
    // Those that are on their way are among them.
    store::FindDue wanted{now, 2 * most_in_flight};
    const auto due = co_await store_.find_due_deliveries(wanted);
    Tick until = clock_.tick() + longest_look_away;
    if (due.next_due_at) until = std::min(until, clock_.tick() + std::max(*due.next_due_at - now, 1ms));
    for (const store::DueDelivery& each : due.deliveries) {
        Endpoint& endpoint = endpoints_[each.webhook_id];
        if (endpoint.rests_until > clock_.tick())
            until = std::min(until, endpoint.rests_until);
        else if (!is_draining_ && may_start(endpoint, each.id))
            start(each);
    }
    co_return until;
}

bool Courier::may_start(const Endpoint& endpoint, DeliveryId delivery) const {
    const std::size_t room = endpoint.failures == 0 ? most_in_flight : 1;
    return endpoint.in_flight.size() < room && !endpoint.in_flight.contains(delivery);
}

void Courier::start(store::DueDelivery due) {
    endpoints_[due.webhook_id].in_flight.insert(due.id);
    asio::co_spawn(executor_, deliver(due), note_escape);
}

asio::awaitable<void> Courier::deliver(store::DueDelivery due) {
    const Tick asked_at = clock_.tick();
    std::string trouble;
    try {
        co_await attempt(due);
    } catch (const std::exception& failure) {
        trouble = failure.what();
    }
    Endpoint& endpoint = endpoints_[due.webhook_id];
    if (!trouble.empty()) {  // it may have arrived: a store that fails must not make us repeat it on and on
        journal::loop_failed("delivery " + std::to_string(due.id.value()), trouble);
        fail(endpoint, asked_at);
        endpoint.rests_until = std::max(endpoint.rests_until, clock_.tick() + pause_after_trouble);
    }
    endpoint.in_flight.erase(due.id);
    if (endpoint.in_flight.empty() && endpoint.failures == 0) endpoints_.erase(due.webhook_id);
    feed_.ring();
}

asio::awaitable<void> Courier::attempt(store::DueDelivery due) {
    const auto parcel = co_await store_.find_parcel(due.id);
    if (!parcel) co_return;  // over meanwhile, or nobody wants it any more
    const Tick asked_at = clock_.tick();
    WebRequest request = to_request(*parcel, clock_.now());
    const WebResult result = co_await web_.ask(std::move(request));
    const double dice = std::generate_canonical<double, 16>(dice_);
    Verdict verdict = judge(parcel->delivery, result, schedule_, clock_.now(), dice);
    learn_from(endpoints_[due.webhook_id], verdict, asked_at);
    store::RecordAttempt record = verdict.record;
    co_await store_.record_attempt(std::move(record));
    tell_of_an_end(*parcel, verdict);
}

/// Who fails is asked one thing at a time, and ever more rarely; with the first success all is as before.
void Courier::learn_from(Endpoint& endpoint, const Verdict& verdict, Tick asked_at) {
    if (!verdict.has_failed) {
        endpoint.failures = 0;
        return;
    }
    fail(endpoint, asked_at);
    if (verdict.rest) endpoint.rests_until = std::max(endpoint.rests_until, clock_.tick() + *verdict.rest);
}

/// What was asked before the last failure was known says nothing new.
void Courier::fail(Endpoint& endpoint, Tick asked_at) {
    const bool is_known = endpoint.failures > 0 && asked_at <= endpoint.failed_at;
    if (is_known) return;
    ++endpoint.failures;
    endpoint.failed_at = clock_.tick();
    endpoint.rests_until =
        std::max(endpoint.rests_until, clock_.tick() + rest_of_endpoint(endpoint.failures));
}

}  // namespace carillon::events
