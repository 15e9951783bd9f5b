// SPDX-License-Identifier: MIT
// One call on its way out. Claimed and committed before we come here; then: the gate (pace), `submitting` and
// its commit, the POST, and what the carrier answered. Whatever goes wrong, the call's row says how far it
// came.
#include <algorithm>
#include <exception>

#include "dialer/shift.hpp"
#include "journal.hpp"
#include "metrics.hpp"
#include "settings.hpp"
#include "twilio/callback_url.hpp"
#include "twiml_url.hpp"

namespace carillon::dialer {
namespace {

/// Uploads are held against the placeholders, so this is met when twiml_url was changed afterwards: it
/// concerns many, and the campaign stops with this sentence instead of giving them up one by one.
Refused unfillable(std::string sentence) {
    Refused refused;
    refused.scope = RefusalScope::number;
    refused.message = std::move(sentence);
    return refused;
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
        return Error{Errc::invalid,
                     "twiml_url needs the variable '" + missing.front() +
                         "', which this contact does not have: give it a default, as in {{" +
                         missing.front() + "|…}}"};
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
    request.machine_detection = claimed.settings.machine_detection;
    if (request.machine_detection)
        request.verdict_callback_url =
            twilio::status_callback_url(twilio::verdict_callback_base(callback_url), claimed.call.token);
    return request;
}

}  // namespace

/// When the call with this ticket may go: first come, first served among those whose own campaign lets them.
Tick Dialer::Shift::turn_of(std::int64_t ticket) const {
    const Tick free_at = account_pace_.earliest();
    const rules::Pace* own = gate_.at(ticket);
    const auto is_ahead = [&](const auto& other) {
        return other.first < ticket && (other.second == nullptr || other.second->earliest() <= free_at);
    };
    const Tick at = free_at + account_pace_.interval() * std::count_if(gate_.begin(), gate_.end(), is_ahead);
    return own == nullptr ? at : std::max(at, own->earliest());
}

asio::awaitable<std::optional<Dialer::Shift::Passage>> Dialer::Shift::pass_gate(Lane* lane,
                                                                                bool is_dealt,
                                                                                Tick give_up_at) {
    const Tick began = clock_.tick();
    const std::int64_t ticket = ++last_ticket_;
    gate_.emplace(ticket, lane == nullptr ? nullptr : &lane->pace);
    Tick at = turn_of(ticket);
    while (!draining_ && at > clock_.tick() && at <= give_up_at) {
        co_await clock_.sleep_until(at);
        at = turn_of(ticket);
    }
    gate_.erase(ticket);
    const Tick now = clock_.tick();
    if (draining_ || at > now) co_return std::nullopt;
    const Passage passage{now, account_pace_.mark(now), lane, lane == nullptr ? 0 : lane->pace.mark(now)};
    if (!is_dealt) take_place(lane);
    metrics::rate_waited(now - began);
    co_return passage;
}

/// Between the gate and the carrier lies a commit: what it held up must not meet those who come in time.
void Dialer::Shift::leave(const Passage& passage) {
    const Tick now = clock_.tick();
    account_pace_.left(passage.in_account, now);
    if (passage.lane != nullptr) passage.lane->pace.left(passage.in_lane, now);
}

/// In the pace by which calls are claimed. Ahead of its instant a call takes the next one's place.
void Dialer::Shift::take_place(Lane* lane) {
    const Tick now = clock_.tick();
    account_dealt_.mark(std::max(now, account_dealt_.earliest()));
    if (lane != nullptr) lane->dealt.mark(std::max(now, lane->dealt.earliest()));
}

asio::awaitable<void> Dialer::Shift::ring(store::ClaimedCall claimed) {
    // Claims are made 100 ms ahead: a longer wait means that the carrier asked for a rest meanwhile.
    std::chrono::milliseconds longest_wait{2'000};
    const CallId id = claimed.call.id;

    Lane& lane = lane_of(*claimed.call.campaign_id, claimed.settings.calls_per_second);
    const bool has_hook = claimed.settings.pre_dial_hook.has_value();
    if (has_hook) {
        if (!co_await may_be_called(claimed)) co_return claim_bell_.ring();
        // Answers that were held up come all at once, and pass one by one.
        longest_wait += std::chrono::milliseconds{claimed.settings.pre_dial_hook->timeout_ms};
    }
    ++waiting_;
    ++lane.waiting;
    const auto passage = co_await pass_gate(&lane, has_hook, clock_.tick() + longest_wait);
    --waiting_;
    --lane.waiting;
    if (passage) {
        co_await submit_and_place(std::move(claimed), *passage);
    } else {
        PlaceResult held_back =
            NotSent{"held back: the server was stopping, or the carrier had asked for a rest", false, {}};
        co_await keep(id, std::move(held_back));
    }
    claim_bell_.ring();
}

asio::awaitable<std::optional<PlaceResult>> Dialer::Shift::submit_and_place(store::ClaimedCall claimed,
                                                                            Passage passage) {
    const CallId id = claimed.call.id;
    auto url = agent_url(claimed);
    if (!url) {
        PlaceResult refused = unfillable(url.error().message);
        co_await keep(id, refused);
        co_return refused;
    }
    PlaceResult result = NotSent{"the call could not be recorded", false, {}};
    bool is_submitted = false;
    try {
        if (co_await store_.record_submitting(id, clock_.now()) == store::Submission::withdrawn)
            co_return std::nullopt;
        is_submitted = true;
    } catch (const std::exception& failure) {  // the store is in trouble, and the carrier was not asked
        journal::call_work_failed(id, "submission", failure.what());
    }

    // From here on the carrier may have it: nothing below may lead to a second POST for this row.
    if (is_submitted) {
        auto request = request_for(claimed, *std::move(url), config_.status_callback_url);
        metrics::call_attempted();
        leave(passage);
        try {
            result = co_await carrier_.place(std::move(request));
        } catch (const std::exception&
                     failure) {  // it promises not to throw; if it does, nobody knows how far it came
            result = Unknown{failure.what()};
        }
        learn_from(result, passage.at);
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
            take_back_if_unwanted(settled);
            co_return;
        } catch (const std::exception& failure) {
            trouble = failure.what();
        }
        journal::call_work_failed(id, "record of the answer", trouble);
        if (draining_) co_return;
        co_await clock_.sleep_until(clock_.tick() + pause);
    }
}

/// How fast to go on. A refusal says nothing about that; whatever else is no acceptance means that the
/// carrier, or the way to it, is in trouble, and that more of the same would only cost more contacts. Calls
/// that passed the gate before a failure was known tell of the same one, not of many in a row.
void Dialer::Shift::learn_from(const PlaceResult& result, Tick passed_at) {
    constexpr Milliseconds longest_rest{
        300'000};  // then one call tries again, whatever the carrier had asked for
    const auto rest = [this, longest = longest_rest](Milliseconds wanted, std::string_view why) {
        const Milliseconds time = std::min(wanted, longest);
        account_pace_.hold(clock_.tick() + time);
        account_dealt_.hold(clock_.tick() + time);
        journal::carrier_slowed(why, time.count());
    };
    const auto rest_after_failure = [&](std::optional<Milliseconds> asked_for, std::string_view why) {
        const bool is_known = passed_at <= failed_at_;
        if (!is_known) {
            failed_at_ = clock_.tick();
            rest(backoff_.after_failure(asked_for), why);
        } else if (asked_for) {
            rest(*asked_for, why);
        }
    };
    if (const auto* accepted = std::get_if<Accepted>(&result)) {
        backoff_.after_success();
        const Milliseconds queued = accepted->call.queue_time.value_or(Milliseconds{0});
        metrics::carrier_queued(queued);
        if (queued > config_.max_queue_time)
            rest(queued - config_.max_queue_time, "queue_time is over its bound");
    } else if (const auto* not_sent = std::get_if<NotSent>(&result)) {
        rest_after_failure(not_sent->retry_after, not_sent->reason);
    } else if (const auto* unknown = std::get_if<Unknown>(&result)) {
        rest_after_failure(std::nullopt, unknown->reason);
    }
}

asio::awaitable<DialResult> Dialer::Shift::dial(PhoneNumber to,
                                                std::optional<store::IdempotencyKey> idempotency) {
    constexpr std::chrono::seconds longest_wait{30};
    if (draining_) co_return DialRefused{Errc::unavailable, false, "the server is stopping"};
    if (!held_back_.empty()) co_return DialRefused{Errc::unavailable, false, held_back_};
    if (restoration_) co_return DialRefused{Errc::unavailable, false, restore_trouble_};

    const auto missing = missing_for_start(config_.adhoc_settings);
    if (!missing.empty()) co_return DialRefused{Errc::unavailable, false, missing.front().message};
    store::ClaimedCall claimed{{}, std::nullopt, config_.adhoc_settings};
    claimed.call.to_number = to.e164();
    const auto url = agent_url(claimed);
    if (!url) co_return DialRefused{Errc::unavailable, false, url.error().message};

    const ClockReading clock = even_clock_.read(clock_.now(), clock_.tick());
    store::OpenCall wanted{
        std::move(to), config_.adhoc_settings, new_token_(), std::move(idempotency), clock.now};
    wanted.unknown_since = clock.now - unknown_holds_a_place;
    wanted.clock_even_since = clock.even_since;
    auto opened = co_await store_.open_call(std::move(wanted));
    if (!opened) co_return DialRefused{opened.error().code, false, opened.error().message};
    if (opened->replayed) {
        if (!opened->call.call_sid.empty()) co_return Dialed{opened->call.call_sid};
        co_return DialRefused{Errc::conflict, false, "this request was made before, and its call has no SID"};
    }

    const CallId id = opened->call.id;
    ++waiting_;
    const auto passage = co_await pass_gate(nullptr, false, clock_.tick() + longest_wait);
    --waiting_;
    if (!passage) {
        PlaceResult held_back = NotSent{"no slot came free in 30 s", false, {}};
        co_await keep(id, std::move(held_back));
        co_return DialRefused{
            Errc::busy,
            false,
            "no slot came free in 30 s at the configured calls_per_second; try again later"};
    }

    claimed.call = std::move(opened->call);
    const auto result = co_await submit_and_place(std::move(claimed), *passage);
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
