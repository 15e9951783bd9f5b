// SPDX-License-Identifier: MIT
// The three things that a rule can say of a contact.
#pragma once

#include <string>
#include <utility>

#include "dialer/rules/chain.hpp"

namespace carillon::dialer::rules {

inline Ruling passes(std::string words) {
    return {{{}, Verdict::passed, std::nullopt, std::move(words)}};
}

/// Back to the queue, without a mark on the contact: the reason of its last ending stays.
inline Ruling waits(const store::Inquiry& inquiry, Instant next_attempt_at, std::string words) {
    store::ContactStep step;
    step.next_attempt_at = next_attempt_at;
    step.attempt_counts = false;
    if (inquiry.standing.contact) step.reason = inquiry.standing.contact->reason;
    return {{{}, Verdict::waits, next_attempt_at, std::move(words)}, std::move(step)};
}

/// `reason` stands with the contact from now on.
inline Ruling blocks(std::string reason) {
    store::ContactStep step;
    step.status = ContactStatus::blocked;
    step.attempt_counts = false;
    step.reason = reason;
    return {{{}, Verdict::blocks, std::nullopt, std::move(reason)}, std::move(step)};
}

}  // namespace carillon::dialer::rules
