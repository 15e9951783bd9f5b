// SPDX-License-Identifier: MIT
// Somebody about to be called, whom nothing keeps from it: the ground for tests of the rules before a call.
#pragma once

#include "rules/standing.hpp"

namespace carillon::dialer::rules {

/// 13:00 in Zurich (`noon` is 12:00 UTC), a campaign of Zurich's number.
inline store::Inquiry about_to_be_claimed() {
    store::Inquiry inquiry;
    inquiry.standing = standing(CallState::claimed);
    inquiry.standing.call.campaign_id = CampaignId{1};
    inquiry.standing.call.to_number = "+41446681801";
    inquiry.standing.settings->from_number = "+41446681800";
    inquiry.standing.contact->zones = ContactZones{"Europe/Zurich"};
    inquiry.standing.contact->status = ContactStatus::pending;
    inquiry.standing.contact->next_attempt_at = noon;
    inquiry.standing.contact->reason = "so far";
    return inquiry;
}

inline AccountLimits no_limits() {
    AccountLimits limits;
    limits.max_concurrent_calls = 0;
    return limits;
}

}  // namespace carillon::dialer::rules
