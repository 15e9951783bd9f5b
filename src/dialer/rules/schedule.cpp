// SPDX-License-Identifier: MIT
#include "dialer/rules/schedule.hpp"

namespace carillon::dialer::rules {

Phase phase_of(const CampaignSettings& settings, Instant now) {
    if (settings.end_at && now >= *settings.end_at) return Phase::over;
    if (settings.start_at && now < *settings.start_at) return Phase::before;
    return Phase::open;
}

std::optional<store::ContactStep> step_outside(const CampaignSettings& settings, Instant now) {
    store::ContactStep step;
    step.attempt_counts = false;
    switch (phase_of(settings, now)) {
        case Phase::open:
            return std::nullopt;
        case Phase::before:
            step.next_attempt_at = settings.start_at;
            return step;
        case Phase::over:
            step.status = ContactStatus::expired;
            step.reason = store::expired_reason;
            return step;
    }
    return std::nullopt;
}

}  // namespace carillon::dialer::rules
