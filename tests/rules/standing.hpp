// SPDX-License-Identifier: MIT
// Calls as they stand, and what is said of them: short forms for the tests of the rules.
#pragma once

#include "dialer/rules/settlement.hpp"

namespace carillon::dialer::rules {

inline constexpr Instant noon{Milliseconds{1'795'348'800'000}};

inline SettlementPolicy default_policy() {
    AccountLimits none;
    none.max_concurrent_calls = 0;
    return {{{Seconds{30}, Seconds{120}, Seconds{90'000}}, Seconds{60}}, {}, none};
}

inline const CallSid our_sid{"CA00000000000000000000000000000001"};

/// A campaign's call in this state, with the contact that it is for.
inline Standing standing(CallState state) {
    Standing standing;
    standing.call.state = state;
    standing.call.created_at = noon;
    if (state != CallState::claimed) standing.call.submitted_at = noon;
    if (state >= CallState::accepted) {
        standing.call.call_sid = our_sid;
        standing.call.accepted_at = noon;
    }
    standing.contact.emplace();
    standing.contact->status = ContactStatus::in_progress;
    standing.contact->attempts = 1;
    standing.settings.emplace();
    standing.campaign_status = CampaignStatus::running;
    return standing;
}

inline NewCallback callback(std::string word, Instant at = noon) {
    NewCallback callback;
    callback.call_sid = our_sid;
    callback.twilio_status = std::move(word);
    callback.received_at = at;
    return callback;
}

}  // namespace carillon::dialer::rules
