// SPDX-License-Identifier: MIT
// What people and callbacks ask of the dialer.
#include <exception>
#include <string>

#include "dialer/shift.hpp"
#include "journal.hpp"
#include "metrics.hpp"
#include "phone_number.hpp"
#include "twilio/status_callback.hpp"

namespace carillon::dialer {

asio::awaitable<store::Settled> Dialer::Shift::settle(NewCallback callback) {
    const CallSid sid = callback.call_sid;
    const std::string word = callback.twilio_status;
    auto settled = co_await store_.settle_callback(std::move(callback));
    if (!settled.call)
        journal::callback_without_call(sid.text(), word);
    else if (settled.conflicting_end)
        journal::callback_conflict(settled.call->id, sid.text(), word);
    else if (settled.unknown_word)
        journal::callback_unknown_word(sid.text(), word);
    report(settled);
    if (settled.call) {
        const bool is_over = settled.call->state == CallState::ended;
        if (is_over && (settled.applied || is_machine(settled.call->answered_by))) claim_bell_.ring();
        hang_up_machine(*settled.call);
    }
    take_back_if_unwanted(settled);
    co_return settled;
}

namespace {

void count(const Call& call) {
    if (call.state == CallState::unknown || call.state == CallState::unresolved)
        metrics::call_ended(call.campaign_id, to_text(call.state));
    if (call.state == CallState::ended)
        metrics::call_ended(call.campaign_id, to_text(ending_of(call).value_or(Outcome::failed)));
}

}  // namespace

/// The facts of a settlement that people want to read in the log.
void Dialer::Shift::report(const store::Settled& settled) {
    if (settled.applied && settled.call) {
        const Call& call = *settled.call;
        count(call);
        const auto number = PhoneNumber::from_e164(call.to_number);
        switch (call.state) {
            case CallState::accepted:
                journal::call_accepted(call.id, call.call_sid.text(), number ? number->masked() : "");
                break;
            case CallState::unknown:
                journal::call_unknown(call.id, call.error_message);
                break;
            case CallState::unresolved:
                journal::call_unresolved(call.id);
                break;
            case CallState::ended:
                if (call.outcome == Outcome::not_sent)
                    journal::call_not_sent(call.id, call.error_message);
                else if (call.outcome == Outcome::rejected)
                    journal::call_refused(call.id, call.error_code.value_or(0), call.error_message);
                else
                    journal::call_ended(
                        call.id, call.call_sid.text(), to_text(ending_of(call).value_or(Outcome::failed)));
                break;
            case CallState::claimed:
            case CallState::submitting:
            case CallState::initiated:
            case CallState::ringing:
            case CallState::in_progress:
            case CallState::answered:
                break;
        }
    }
    if (settled.paused_campaign) {  // by itself: what waits in the carrier's queue is taken back all the same
        journal::campaign_paused(*settled.paused_campaign, settled.pause_reason);
        stopped_[*settled.paused_campaign] = CampaignMove::pause;
        spawn(take_back_campaign(*settled.paused_campaign), "cancel at the carrier");
    }
    if (settled.completed_campaign) journal::campaign_completed(*settled.completed_campaign);
}

asio::awaitable<Result<Campaign>> Dialer::Shift::move_campaign(CampaignId campaign, CampaignMove move) {
    store::MoveCampaign order{campaign, move, clock_.now()};
    auto moved = co_await store_.move_campaign(std::move(order));
    if (!moved) co_return moved;
    if (move == CampaignMove::pause || move == CampaignMove::cancel) {
        stopped_[campaign] = move;
        spawn(take_back_campaign(campaign), "cancel at the carrier");
    } else {
        stopped_.erase(campaign);
    }
    if (move == CampaignMove::cancel) spawn(cancel_waiting_contacts(), "cancel contacts");
    claim_bell_.ring();
    co_return moved;
}

/// In portions, so that webhooks are served in between. Also run at the start, for what a stop had cut short.
asio::awaitable<void> Dialer::Shift::cancel_waiting_contacts() {
    constexpr std::int64_t portion = 1000;
    constexpr std::chrono::seconds pause_after_failure{1};
    for (std::int64_t canceled = portion; canceled == portion && !draining_;) {
        try {
            canceled = co_await store_.cancel_waiting_contacts(portion, clock_.now());
            continue;
        } catch (const std::exception& failure) {
            journal::loop_failed("cancel contacts", failure.what());
        }
        co_await clock_.sleep_until(clock_.tick() + pause_after_failure);
    }
}

asio::awaitable<Result<Call>> Dialer::Shift::hang_up(CallId id) {
    const auto call = co_await store_.find_call(id);
    if (!call) co_return Error{Errc::not_found, "There is no call with this id."};
    if (call->state == CallState::ended) co_return Error{Errc::conflict, "The call is over already."};
    if (call->call_sid.empty())
        co_return Error{Errc::conflict,
                        "The carrier has not answered yet whether it took the call; try again in a moment."};

    const bool is_live = call->state >= CallState::in_progress;
    FetchResult result;
    if (is_live)
        result = co_await carrier_.hang_up(call->call_sid);
    else
        result = co_await carrier_.cancel(call->call_sid);
    const auto* now_is = std::get_if<CarrierCall>(&result);
    if (now_is == nullptr)
        co_return Error{Errc::unavailable,
                        "The carrier did not answer; whether the call goes on is not known yet."};

    auto callback = twilio::polled_callback(*now_is, clock_.now());
    auto settled = co_await settle(std::move(callback));
    if (settled.call) co_return *std::move(settled.call);
    co_return *call;
}

asio::awaitable<std::string> Dialer::Shift::carrier_trouble() {
    constexpr std::chrono::seconds fresh{10};
    if (carrier_asked_at_ == Tick{} || clock_.tick() - carrier_asked_at_ > fresh) {
        carrier_asked_at_ = clock_.tick();
        carrier_trouble_ = co_await carrier_.probe();
    }
    co_return carrier_trouble_;
}

}  // namespace carillon::dialer
