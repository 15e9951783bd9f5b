// SPDX-License-Identifier: MIT
// What would happen to a campaign if it ran now, contact by contact.
#pragma once

#include "dialer/rules/chain.hpp"
#include "explanation.hpp"

namespace carillon::dialer::rules {

class PreflightSum {
public:
    PreflightSum(CampaignSettings settings, AccountLimits limits, Instant now);

    /// A contact that waits. `inquiry.standing` as if its campaign ran. `missing`: variables of the agent's
    /// URL that this contact does not have.
    void add_waiting(const store::Inquiry& inquiry, const std::vector<std::string>& missing);
    /// A contact that is blocked already.
    void add_blocked(const std::string& reason);
    [[nodiscard]] Preflight result() const;

private:
    void add_callable(const store::Inquiry& inquiry);

    CampaignSettings settings_;
    AccountLimits limits_;
    Instant now_;
    Preflight sum_;
};

}  // namespace carillon::dialer::rules
