// SPDX-License-Identifier: MIT
// The campaign's hook is asked before the gate: its slowness costs no place in the pace, and what changes
// while it thinks is seen at the gate and by the last look before `submitting`. A place is dealt to the call
// when it is claimed (`dealt`), so that who waits for a hook neither keeps others from theirs nor takes a
// second one.
#include "dialer/rules/pre_dial.hpp"

#include <exception>

#include "dialer/hook_exchange.hpp"
#include "dialer/shift.hpp"
#include "journal.hpp"

namespace carillon::dialer {

asio::awaitable<bool> Dialer::Shift::may_be_called(store::ClaimedCall claimed) {
    const CallId id = claimed.call.id;
    const PreDialHook hook = claimed.settings.pre_dial_hook.value();
    Lane& lane = lane_of(*claimed.call.campaign_id, claimed.settings.calls_per_second);
    take_place(&lane);

    WebRequest question = hook_question(claimed);
    WebResult result = NoWebAnswer{};
    const Tick asked_at = clock_.tick();
    ++lane.asking;
    try {
        result = co_await web_.ask(std::move(question));
    } catch (const std::exception& failure) {  // it promises not to throw; if it does, that is no answer
        result = NoWebAnswer{failure.what()};
    }
    --lane.asking;

    const HookAnswer answer = read_hook_answer(result);
    learn_from(lane, hook, answer, asked_at);
    auto step = rules::step_after_hook(hook, answer, clock_.now());
    if (!step) co_return true;
    journal::call_not_sent(id, step->reason);
    co_await withdraw(id, *std::move(step));
    co_return false;
}

/// A hook that is down is asked ever more rarely, not once for each contact that waits.
void Dialer::Shift::learn_from(Lane& lane, const PreDialHook& hook, const HookAnswer& answer, Tick asked_at) {
    if (hook.on_failure == PreDialHook::OnFailure::call) return;
    lane.hook_is_down = std::holds_alternative<HookFails>(answer);
    if (!lane.hook_is_down) return lane.hook_backoff.after_success();
    const bool is_known = asked_at <= lane.hook_failed_at;
    if (is_known) return;
    lane.hook_failed_at = clock_.tick();
    lane.dealt.hold(clock_.tick() + lane.hook_backoff.after_failure(std::nullopt));
}

/// Tried until it is written: a claim that is neither sent nor given back holds its contact.
asio::awaitable<void> Dialer::Shift::withdraw(CallId call, store::ContactStep step) {
    constexpr std::chrono::seconds pause{1};
    while (true) {
        std::string trouble;
        try {
            store::ContactStep copy = step;
            co_await store_.withdraw_claim(call, std::move(copy), clock_.now());
            co_return;
        } catch (const std::exception& failure) {
            trouble = failure.what();
        }
        journal::call_work_failed(call, "withdrawal", trouble);
        if (draining_) co_return;
        co_await clock_.sleep_until(clock_.tick() + pause);
    }
}

}  // namespace carillon::dialer
