// SPDX-License-Identifier: MIT
#include "dialer/rules/pre_dial.hpp"

namespace carillon::dialer::rules {
namespace {

store::ContactStep wait_until(Instant at, std::string reason) {
    store::ContactStep step;
    step.next_attempt_at = at;
    step.reason = std::move(reason);
    step.attempt_counts = false;
    return step;
}

store::ContactStep block(std::string reason) {
    store::ContactStep step;
    step.status = ContactStatus::blocked;
    step.reason = std::move(reason);
    step.attempt_counts = false;
    return step;
}

}  // namespace

std::optional<store::ContactStep> step_after_hook(const PreDialHook& hook,
                                                  const HookAnswer& answer,
                                                  Instant now) {
    constexpr Seconds wait_after_failure{60};
    const std::string source = "pre-dial hook: ";
    if (const auto* refuses = std::get_if<HookRefuses>(&answer))
        return refuses->retry_after ? wait_until(now + *refuses->retry_after, source + refuses->reason)
                                    : block(source + refuses->reason);
    const auto* fails = std::get_if<HookFails>(&answer);
    if (fails == nullptr || hook.on_failure == PreDialHook::OnFailure::call) return std::nullopt;
    return wait_until(now + wait_after_failure, source + fails->reason);
}

}  // namespace carillon::dialer::rules
