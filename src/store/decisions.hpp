// SPDX-License-Identifier: MIT
// The policy, lent to the store: read, decide and write are one transaction, and no rule lives in `store`.
// The dialer implements this with pure functions; it is called on the store's thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "callback.hpp"
#include "campaign.hpp"
#include "carrier_call.hpp"
#include "contact.hpp"

namespace carillon::store {

/// Where a contact goes from here.
struct ContactStep {
    ContactStatus status = ContactStatus::pending;
    std::optional<Instant> next_attempt_at;  ///< set if and only if status is pending
    std::string reason;
    bool attempt_counts = true;  ///< false: provably nothing was placed, so the attempt is given back
};

inline constexpr const char* expired_reason =
    "the campaign's end_at was over before this contact was reached";

/// One call as it stands now, with all that a decision about it may need.
struct Standing {
    Call call;
    std::optional<Contact> contact;            ///< only if this call is its contact's last one
    std::optional<CampaignSettings> settings;  ///< the campaign's, as they are now
    std::optional<CampaignStatus> campaign_status;
    std::map<Outcome, std::int64_t> earlier_endings;  ///< calls of this contact, by how they ended
    std::optional<Instant> number_called_at;          ///< its last call, whosever; read for `objection` only
};

struct Settlement {
    Call call;                     ///< as it shall be; the store writes it if it stands as it was read
    bool applied = false;          ///< the event moved the call (kept with the callback's row)
    bool conflicting_end = false;  ///< a second, different end: kept and logged, changes nothing
    bool unknown_word = false;     ///< a status word that nobody knows: kept and counted, changes nothing
    std::optional<ContactStep> contact;
    std::string
        pause_campaign;  ///< not empty: the campaign stops with this reason, because calling on is useless
};

class Decisions {
public:
    virtual ~Decisions() = default;
    [[nodiscard]] virtual Settlement after_callback(const Standing& standing,
                                                    const NewCallback& callback) const = 0;
    [[nodiscard]] virtual Settlement after_placing(const Standing& standing,
                                                   const PlaceResult& result,
                                                   Instant now) const = 0;
    /// `unclaimed`: the carrier's calls to this number from this number that no call of ours has.
    [[nodiscard]] virtual Settlement after_search(const Standing& standing,
                                                  const std::vector<CarrierCall>& unclaimed,
                                                  Instant now) const = 0;
    /// The carrier says that it has no call with this SID.
    [[nodiscard]] virtual Settlement after_absence(const Standing& standing, Instant now) const = 0;
    /// What keeps a contact from being called; none: it may be. Asked when it is to be claimed, and at the
    /// last moment before its call would be sent.
    [[nodiscard]] virtual std::optional<ContactStep> objection(const Standing& standing,
                                                               Instant now) const = 0;
    /// A claim that will not be submitted after all (start-up sweep, pause, drain, suppression just before
    /// the POST).
    [[nodiscard]] virtual Settlement after_withdrawal(const Standing& standing,
                                                      const ContactStep& step,
                                                      Instant now) const = 0;
    /// A campaign's call failed, or was refused: why it must stop now; empty: it goes on. `recent`: with this
    /// call. Asked only of a campaign that has a circuit breaker.
    [[nodiscard]] virtual std::string why_circuit_breaks(const CircuitBreaker& breaker,
                                                         const RecentCalls& recent,
                                                         const Call& failed) const = 0;
    /// A call found in `submitting` by the start-up sweep: we died while asking.
    [[nodiscard]] virtual Settlement after_crash(const Standing& standing, Instant now) const = 0;
};

}  // namespace carillon::store
