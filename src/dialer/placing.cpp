// SPDX-License-Identifier: MIT
// One call on its way out. Claimed and committed before we come here; then: the gate (pace), `submitting` and
// its commit, the POST, and what the carrier answered. Whatever goes wrong, the call's row says how far it
// came.
#include <algorithm>
#include <exception>

#include "dialer/shift.hpp"
#include "journal.hpp"
#include "settings.hpp"
#include "twilio/callback_url.hpp"
#include "twiml_url.hpp"

namespace carillon::dialer {
namespace {

using store::ContactStep;

ContactStep blocked(std::string reason) {
    ContactStep step;
    step.status = ContactStatus::blocked;
    step.reason = std::move(reason);
    step.attempt_counts = false;
    return step;
}

/// The agent's URL for this contact, or what stands in its way.
Result<std::string> agent_url(const store::ClaimedCall& claimed) {
    const auto url = TwimlUrl::parse(claimed.settings.twiml_url);
    if (!url) return Error{Errc::invalid, "twiml_url " + url.error().message};
    const auto variables =
        claimed.contact
            ? variables_of(claimed.contact->variables, claimed.contact->name, claimed.contact->phone)
            : variables_of("{}", "", claimed.call.to_number);
    const auto missing = url->missing(variables);
    if (!missing.empty())
        return Error{Errc::invalid, "twiml_url needs the variable '" + missing.front() + "'"};
    return url->fill(variables);
}

CallRequest request_for(const store::ClaimedCall& claimed, std::string url, const std::string& callback_url) {
    CallRequest request;
    request.to = claimed.call.to_number;
    request.from = claimed.call.from_number;
    request.twiml_url = std::move(url);
    request.caller_id = claimed.settings.caller_id;
    request.status_callback_url = twilio::status_callback_url(callback_url, claimed.call.token);
    request.status_callback_events = claimed.settings.status_callback_events;
    request.status_callback_method = claimed.settings.status_callback_method;
    request.timeout_seconds = claimed.settings.timeout_seconds;
    request.time_limit_seconds = claimed.settings.time_limit_seconds;
    return request;
}

}  // namespace

asio::awaitable<bool> Dialer::Shift::pass_gate(rules::Pace* campaign_pace, Tick give_up_at) {
    while (!draining_) {
        const Tick now = clock_.tick();
        Tick at = account_pace_.earliest();
        if (campaign_pace != nullptr) at = std::max(at, campaign_pace->earliest());
        if (at <= now) {
            account_pace_.mark(now);
            if (campaign_pace != nullptr) campaign_pace->mark(now);
            co_return true;
        }
        if (at > give_up_at) co_return false;
        co_await clock_.sleep_until(at);
    }
    co_return false;
}

asio::awaitable<void> Dialer::Shift::ring(store::ClaimedCall claimed) {
    // Claims are made 100 ms ahead: a longer wait means that the carrier asked for a rest meanwhile.
    constexpr std::chrono::seconds longest_wait{2};
    const CallId id = claimed.call.id;

    Lane& lane = lane_of(*claimed.call.campaign_id, claimed.settings.calls_per_second);
    ++waiting_;
    ++lane.waiting;
    const bool may_go = co_await pass_gate(&lane.pace, clock_.tick() + longest_wait);
    --waiting_;
    --lane.waiting;
    if (may_go) {
        co_await submit_and_place(std::move(claimed));
    } else {
        PlaceResult held_back =
            NotSent{"held back: the server was stopping, or the carrier had asked for a rest", false, {}};
        co_await keep(id, std::move(held_back));
    }
    claim_bell_.ring();
}

/// The way to the point of no return: `submitting` is committed when this returns a request. None: the claim
/// was given up.
asio::awaitable<std::optional<CallRequest>> Dialer::Shift::submit(store::ClaimedCall claimed) {
    const CallId id = claimed.call.id;
    auto url = agent_url(claimed);
    if (!url) {
        auto step = blocked(url.error().message);
        co_await store_.withdraw_claim(id, std::move(step), clock_.now());
        co_return std::nullopt;
    }
    const auto submission = co_await store_.record_submitting(id, clock_.now());
    if (submission == store::Submission::withdrawn) co_return std::nullopt;
    co_return request_for(claimed, *std::move(url), config_.status_callback_url);
}

asio::awaitable<std::optional<PlaceResult>> Dialer::Shift::submit_and_place(store::ClaimedCall claimed) {
    const CallId id = claimed.call.id;
    std::optional<CallRequest> request;
    PlaceResult result = NotSent{"the call could not be recorded", false, {}};
    try {
        request = co_await submit(std::move(claimed));
        if (!request) co_return std::nullopt;
    } catch (const std::exception& failure) {  // the store is in trouble, and the carrier was not asked
        journal::loop_failed("submission of call " + std::to_string(id.value()), failure.what());
    }

    // From here on the carrier may have it: nothing below may lead to a second POST for this row.
    if (request) {
        try {
            result = co_await carrier_.place(*std::move(request));
        } catch (const std::exception&
                     failure) {  // it promises not to throw; if it does, nobody knows how far it came
            result = Unknown{failure.what()};
        }
        learn_from(result);
    }
    co_await keep(id, result);
    co_return result;
}

/// What the carrier answered must not be forgotten because the disk is full for a moment: tried until it is
/// written. A stop ends that; the row is `claimed` or `submitting` then, and the sweep of the next start goes
/// on from there.
asio::awaitable<void> Dialer::Shift::keep(CallId id, PlaceResult result) {
    constexpr std::chrono::seconds pause{1};
    while (true) {
        std::string trouble;
        try {
            PlaceResult copy = result;
            const auto settled = co_await store_.record_placing(id, std::move(copy), clock_.now());
            report(settled);
            check_bell_.ring();
            co_return;
        } catch (const std::exception& failure) {
            trouble = failure.what();
        }
        journal::loop_failed("record of call " + std::to_string(id.value()), trouble);
        if (draining_) co_return;
        co_await clock_.sleep_until(clock_.tick() + pause);
    }
}

void Dialer::Shift::learn_from(const PlaceResult& result) {
    if (const auto* accepted = std::get_if<Accepted>(&result)) {
        backoff_.after_success();
        const Milliseconds queued = accepted->call.queue_time.value_or(Milliseconds{0});
        if (queued <= config_.max_queue_time) return;
        const Milliseconds rest =
            queued - config_.max_queue_time;  // the carrier's own queue grows: let it run dry
        account_pace_.hold(clock_.tick() + rest);
        journal::carrier_slowed("queue_time is over its bound", rest.count());
    } else if (const auto* not_sent = std::get_if<NotSent>(&result)) {
        const Milliseconds rest = backoff_.after_failure(not_sent->retry_after);
        account_pace_.hold(clock_.tick() + rest);
        journal::carrier_slowed(not_sent->reason, rest.count());
    }
}

asio::awaitable<DialResult> Dialer::Shift::dial(PhoneNumber to,
                                                std::optional<store::IdempotencyKey> idempotency) {
    constexpr std::chrono::seconds longest_wait{30};
    if (draining_) co_return DialRefused{Errc::unavailable, false, "the server is stopping"};

    const auto missing = missing_for_start(config_.adhoc_settings);
    if (!missing.empty()) co_return DialRefused{Errc::unavailable, false, missing.front().message};

    const auto workload = co_await store_.survey(clock_.now());
    if (workload.open_calls + waiting_ >= config_.max_concurrent_calls)
        co_return DialRefused{
            Errc::busy, false, "as many calls are open as max_concurrent_calls allows; try again later"};

    store::OpenCall wanted{
        std::move(to), config_.adhoc_settings, new_token_(), std::move(idempotency), clock_.now()};
    auto opened = co_await store_.open_call(std::move(wanted));
    if (!opened) co_return DialRefused{opened.error().code, false, opened.error().message};
    if (opened->replayed) {
        if (!opened->call.call_sid.empty()) co_return Dialed{opened->call.call_sid};
        co_return DialRefused{Errc::conflict, false, "this request was made before, and its call has no SID"};
    }

    const CallId id = opened->call.id;
    ++waiting_;
    const bool may_go = co_await pass_gate(nullptr, clock_.tick() + longest_wait);
    --waiting_;
    if (!may_go) {
        PlaceResult held_back = NotSent{"no slot came free in 30 s", false, {}};
        co_await keep(id, std::move(held_back));
        co_return DialRefused{
            Errc::busy,
            false,
            "no slot came free in 30 s at the configured calls_per_second; try again later"};
    }

    store::ClaimedCall claimed{std::move(opened->call), std::nullopt, config_.adhoc_settings};
    const auto result = co_await submit_and_place(std::move(claimed));
    if (!result) co_return DialRefused{Errc::forbidden, false, "the call was withdrawn before it was placed"};
    if (const auto* accepted = std::get_if<Accepted>(&*result)) co_return Dialed{accepted->call.sid};
    if (const auto* refused = std::get_if<Refused>(&*result))
        co_return DialRefused{Errc::unavailable, true, refused->message};
    if (const auto* not_sent = std::get_if<NotSent>(&*result))
        co_return DialRefused{Errc::unavailable, true, not_sent->reason};
    const auto& unknown = std::get<Unknown>(*result);
    co_return DialRefused{
        Errc::unavailable,
        true,
        unknown.reason + "; the call may have been placed: it is being looked for, and is not tried again"};
}

}  // namespace carillon::dialer
