// SPDX-License-Identifier: MIT
#include "dialer/rules/machines.hpp"

#include "dialer/rules/contact_steps.hpp"

namespace carillon::dialer::rules {

bool must_hang_up(const Call& call, const CampaignSettings& placed_under) {
    const auto& detection = placed_under.machine_detection;
    return call.state != CallState::ended && !call.call_sid.empty() && is_machine(call.answered_by) &&
           detection && detection->on_machine == OnMachine::hang_up;
}

std::optional<store::ContactStep> step_after_late_verdict(const store::Standing& standing,
                                                          const Call& told,
                                                          Instant now) {
    const bool is_news =
        ending_of(standing.call) == Outcome::completed && ending_of(told) == Outcome::voicemail;
    if (!is_news || !standing.contact || standing.contact->status != ContactStatus::completed)
        return std::nullopt;
    if (now - *told.ended_at > latest_verdict) return std::nullopt;
    auto step = step_after_end(standing, told, *told.ended_at);
    if (step.status != ContactStatus::pending) return std::nullopt;
    return step;
}

}  // namespace carillon::dialer::rules
