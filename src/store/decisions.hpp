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
#include "json_parts.hpp"
#include "rule_result.hpp"

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
};

/// What is known of a number, whoever called it.
struct NumberRecord {
    bool is_suppressed = false;
    bool is_being_called = false;     ///< a call to it is open
    bool may_be_on_the_line = false;  ///< one that was given up may be under way all the same
    std::vector<Instant> called_at;   ///< in the last week, without those that never rang; the newest first
};

/// What was used of a day's limits: what calls under way may take at most counts as used.
struct Use {
    std::int64_t calls = 0;
    std::int64_t minutes = 0;
    std::int64_t spend_micros = 0;
};
struct FromNumberUse {
    std::int64_t open_calls = 0;
    std::int64_t calls_today = 0;
    std::optional<Instant> resting_until;
    std::string rest_reason;
};
struct AccountUse {
    std::int64_t open_calls = 0;
    Use today;
    std::map<CampaignId, std::int64_t> open_by_campaign;
    std::map<std::string, FromNumberUse> from_numbers;  ///< those that were used today, call, or rest
};

/// All that the rules ask before a call. `standing.call` is to be placed; it may be no row yet.
struct Inquiry {
    Standing standing;
    NumberRecord number;
    AccountUse account;
    std::string last_from_number;  ///< of this contact's last call; empty: it has none
};
enum class Moment {
    claim,
    submission,  ///< the call has its row, and holds what it took: places, minutes, its from-number
};

/// What a call takes of the day's limits, and from which number it goes out.
struct Booking {
    std::string from_number;
    std::string day;  ///< 2026-11-23, in the account's time zone
    std::int64_t reserved_minutes = 0;
    std::int64_t price_micros = 0;  ///< of a minute
};

struct Examination {
    std::optional<ContactStep> step;  ///< it must not be called, and goes there
    std::optional<RuleResult> limit;  ///< nor can others of its campaign now: it stays where it is
    Booking booking;                  ///< if it may be called
    std::vector<RuleResult> rules;    ///< in their order, to the first that stopped it
};

/// One of the last calls from a number.
struct EndedCall {
    Outcome outcome = Outcome::failed;
    std::int64_t duration_seconds = 0;
};
struct Rest {
    Instant until;
    std::string reason;
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
    /// Whether a call may be placed. Asked when it is to be claimed, and at the last moment before it would
    /// be sent.
    [[nodiscard]] virtual Examination examine(const Inquiry& inquiry, Moment moment, Instant now) const = 0;
    /// Under what a call is placed.
    [[nodiscard]] virtual JsonParts evidence(const Inquiry& inquiry,
                                             std::vector<RuleResult> rules,
                                             Instant now) const = 0;
    /// How rows name the day of the account's limits: 2026-11-23.
    [[nodiscard]] virtual std::string day_of(Instant now) const = 0;
    /// What a call takes that was placed by another life of this file: `to_number` and the settings count.
    [[nodiscard]] virtual Booking book(const Call& call,
                                       const CampaignSettings& settings,
                                       Instant now) const = 0;
    /// Whether the number must rest from which these calls went out, the latest first.
    [[nodiscard]] virtual std::optional<Rest> rest_after(const CampaignSettings& settings,
                                                         const std::vector<EndedCall>& calls,
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
