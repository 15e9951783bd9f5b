// SPDX-License-Identifier: MIT
// A policy for tests of the store: as small as can be, so that what a test sees was done by the store. The
// product's policy (dialer/rules) is tested elsewhere. A test may replace a decision by one of its own.
#pragma once

#include <functional>

#include "store/decisions.hpp"

namespace carillon::store::test {

class ScriptedDecisions final : public Decisions {
public:
    using AfterCallback = std::function<Settlement(const Standing&, const NewCallback&)>;

    Settlement after_callback(const Standing& standing, const NewCallback& callback) const override;
    Settlement after_placing(const Standing& standing, const PlaceResult& result, Instant now) const override;
    Settlement after_search(const Standing& standing,
                            const std::vector<CarrierCall>& unclaimed,
                            Instant now) const override;
    Examination examine(const Inquiry& inquiry, Moment moment, Instant now) const override;
    JsonParts evidence(const Inquiry& inquiry, std::vector<RuleResult> rules, Instant now) const override;
    std::string day_of(Instant now) const override;
    Booking book(const Call& call, const CampaignSettings& settings, Instant now) const override;
    std::optional<Rest> rest_after(const CampaignSettings& settings,
                                   const std::vector<EndedCall>& calls,
                                   Instant now) const override;
    Settlement after_withdrawal(const Standing& standing,
                                const ContactStep& step,
                                Instant now) const override;
    Settlement after_absence(const Standing& standing, Instant now) const override;
    std::string why_circuit_breaks(const CircuitBreaker&,
                                   const RecentCalls& recent,
                                   const Call&) const override {
        last_recent = recent;
        return why_it_breaks;
    }
    Settlement after_crash(const Standing& standing, Instant now) const override;

    std::optional<ContactStep> instead_of_none;      ///< the objection to each call, if there is one
    std::int64_t most_calls_a_day = 0;               ///< a limit, if not zero
    std::int64_t price_micros = 0;                   ///< of a minute
    mutable Inquiry last_inquiry;                    ///< what the store showed before a call
    mutable std::vector<EndedCall> last_from_calls;  ///< calls from a number that may have to rest
    std::optional<Rest> rest;                        ///< what follows for it
    AfterCallback instead_of_after_callback;         ///< where set, decides about callbacks
    std::string why_it_breaks;                       ///< at the next call that fails; empty: it does not
    mutable std::optional<RecentCalls> last_recent;  ///< what the circuit breaker was shown last
    mutable std::optional<Standing> last_standing;   ///< what the store showed last
    mutable std::vector<CarrierCall> last_unclaimed;
};

/// How long this policy waits: for a retry, and before it asks about an unknown call.
inline constexpr Milliseconds retry_delay{3'600'000};
inline constexpr Milliseconds check_delay{30'000};
inline constexpr Milliseconds number_busy_delay{60'000};

}  // namespace carillon::store::test
