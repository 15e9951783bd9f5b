// SPDX-License-Identifier: MIT
// What an event makes of a call and of its contact. Pure: everything comes in, nothing is read.
// docs/architecture.md has the picture; Decisions (store/decisions.hpp) is how these reach the store's
// transactions.
#pragma once

#include <vector>

#include "account_limits.hpp"
#include "dialer/rules/checks.hpp"
#include "store/decisions.hpp"

namespace carillon::dialer::rules {

using store::ContactStep;
using store::Settlement;
using store::Standing;

struct SettlementPolicy {
    CheckPolicy checks;
    CampaignSettings adhoc_settings;  ///< for calls without a campaign
    AccountLimits limits{};
};

/// The policy as the store borrows it.
class Settling final : public store::Decisions {
public:
    explicit Settling(SettlementPolicy policy) : policy_(std::move(policy)) {}

    [[nodiscard]] Settlement after_callback(const Standing& standing,
                                            const NewCallback& callback) const override;
    [[nodiscard]] Settlement after_placing(const Standing& standing,
                                           const PlaceResult& result,
                                           Instant now) const override;
    [[nodiscard]] Settlement after_search(const Standing& standing,
                                          const std::vector<CarrierCall>& unclaimed,
                                          Instant now) const override;
    [[nodiscard]] Settlement after_absence(const Standing& standing, Instant now) const override;
    [[nodiscard]] store::Examination examine(const store::Inquiry& inquiry,
                                             store::Moment moment,
                                             Instant now) const override;
    [[nodiscard]] JsonParts evidence(const store::Inquiry& inquiry,
                                     std::vector<RuleResult> rules,
                                     Instant now) const override;
    [[nodiscard]] std::string day_of(Instant now) const override;
    [[nodiscard]] store::Booking book(const Call& call,
                                      const CampaignSettings& settings,
                                      Instant now) const override;
    [[nodiscard]] std::optional<store::Rest> rest_after(const CampaignSettings& settings,
                                                        const std::vector<store::EndedCall>& calls,
                                                        Instant now) const override;
    [[nodiscard]] Settlement after_withdrawal(const Standing& standing,
                                              const ContactStep& step,
                                              Instant now) const override;
    [[nodiscard]] std::string why_circuit_breaks(const CircuitBreaker& breaker,
                                                 const RecentCalls& recent,
                                                 const Call& failed) const override;
    [[nodiscard]] Settlement after_crash(const Standing& standing, Instant now) const override;

private:
    /// When the carrier is asked about it, or asked to take it back (checks.cpp).
    [[nodiscard]] Instant next_check(const Standing& standing,
                                     const Call& call,
                                     Instant now,
                                     Milliseconds queue_time = {}) const;

    SettlementPolicy policy_;
};

}  // namespace carillon::dialer::rules
