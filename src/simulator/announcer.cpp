// SPDX-License-Identifier: MIT
#include "simulator/announcer.hpp"

#include <utility>

namespace carillon::simulator {

Announcer::Announcer(const FakeTwilioConfig& config,
                     Clock& clock,
                     Timeline& timeline,
                     Ledger& ledger,
                     Identifiers& identifiers,
                     std::shared_ptr<Courier> courier)
    : config_(config),
      clock_(clock),
      timeline_(timeline),
      ledger_(ledger),
      identifiers_(identifiers),
      courier_(std::move(courier)) {}

void Announcer::announce(const CallPtr& call, CallbackFate fate) {
    const bool is_subscribed = !call->asked.status_callback.empty() &&
                               call->asked.status_callback_events.contains(event_name(call->progress));
    const bool is_last = is_over(call->progress);
    if (is_subscribed) {
        auto message = write_callback(*call, call->progress, config_.account_sid, clock_.now());
        message.idempotency_token = identifiers_.uuid();
        // Nothing follows the last one: nothing can overtake it.
        send(
            call, std::move(message), is_last && fate == CallbackFate::overtaken ? CallbackFate::sent : fate);
    }
    if (is_last || (is_subscribed && fate != CallbackFate::overtaken)) release_overtaken(call);
}

void Announcer::announce_verdict(const CallPtr& call) {
    if (call->asked.detection.callback.empty()) return;
    auto message = write_verdict(*call, config_.account_sid);
    message.idempotency_token = identifiers_.uuid();
    send(call, std::move(message), call->script.verdict_fate);
}

void Announcer::send(const CallPtr& call, CallbackMessage message, CallbackFate fate) {
    switch (fate) {
        case CallbackFate::sent:
            return courier_->send(call, std::move(message));
        case CallbackFate::lost:
            return ledger_.callback_fault("callback_lost", *call, message);
        case CallbackFate::late:
            ledger_.callback_fault("callback_late", *call, message);
            return send_late(call, std::move(message));
        case CallbackFate::doubled:
            ledger_.callback_fault("callback_doubled", *call, message);
            courier_->send(call, message);
            return courier_->send(call, std::move(message));
        case CallbackFate::overtaken:
            ledger_.callback_fault("callback_reordered", *call, message);
            overtaken_.emplace(call->sid, std::move(message));
            return;
    }
}

void Announcer::send_late(const CallPtr& call, CallbackMessage message) {
    timeline_.at(clock_.tick() + real_seconds(config_.faults.callback_late_seconds),
                 [this, call, message = std::move(message)] { courier_->send(call, message); });
}

void Announcer::release_overtaken(const CallPtr& call) {
    auto waiting = overtaken_.extract(call->sid);
    if (!waiting.empty()) courier_->send(call, std::move(waiting.mapped()));
}

}  // namespace carillon::simulator
