// SPDX-License-Identifier: MIT
// What the store is asked and what it answers: the parameters and results of its verbs. Values only.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "call.hpp"
#include "callback.hpp"
#include "campaign.hpp"
#include "carrier_call.hpp"
#include "contact.hpp"
#include "error.hpp"
#include "ids.hpp"
#include "import.hpp"
#include "store/decisions.hpp"
#include "store/event_verbs.hpp"
#include "suppression.hpp"

namespace carillon::store {

// ---- campaigns
// ----------------------------------------------------------------------------------------------------

struct CreateCampaign {
    std::string name;
    CampaignSettings settings;
    std::optional<IdempotencyKey> idempotency;
    Instant now;
};
struct ChangeCampaign {
    CampaignId id;
    std::int64_t settings_version = 0;  ///< the version that was read; another one by now is Errc::conflict
    std::string name;
    CampaignSettings settings;
    Instant now;
};
/// For waiting contacts that will not be called any more: acts only while their campaign runs under the
/// settings that said so.
struct RetireContacts {
    CampaignId campaign_id;
    std::int64_t settings_version = 0;
    std::optional<std::int64_t> zone_set_id;  ///< of these zones only; none: all
    ContactStatus status = ContactStatus::expired;
    std::string reason;
    std::int64_t limit = 0;
    Instant now;
};
struct MoveCampaign {
    CampaignId id;
    CampaignMove move = CampaignMove::start;
    Instant now;
};
/// A new campaign for whom an old one did not reach.
struct BeginRedial {
    CampaignId source;
    CreateCampaign campaign;
};
struct Redial {
    Campaign campaign;
    Import import;  ///< takes the copies; finished: an earlier request with this key has done it all
};

// ---- contacts
// -----------------------------------------------------------------------------------------------------

struct AddContacts {
    ImportId import_id;
    std::vector<NewContact> contacts;
    std::vector<RejectedRow> rejected;
    Instant now;
};
struct AddedContacts {
    std::int64_t accepted = 0;
    std::vector<RejectedRow> duplicates;  ///< of these contacts: the number is in the campaign already
};
struct UndoImport {
    ImportId import_id;
    std::int64_t after = 0;     ///< 0, then the `next` of the portion before
    std::int64_t limit = 1000;  ///< contacts of the campaign that are looked at
    Instant now;
};
struct UndonePortion {
    std::int64_t undone = 0;           ///< contacts of the import that are taken back now, or were before
    std::int64_t kept = 0;             ///< that were called already, or are being called
    std::optional<std::int64_t> next;  ///< none: this was the last portion
};
struct OptOut {
    ContactId contact_id;
    std::string reason;
    Instant now;
};

// ---- dialing
// ------------------------------------------------------------------------------------------------------

/// Contacts of a campaign that wait and are in the same time zones.
struct WaitingZone {
    std::int64_t zone_set_id = 0;
    ContactZones zones;
    Instant next_due_at;
};
/// A running campaign as the dialer needs to see it before it decides whose turn it is.
struct DialableCampaign {
    CampaignId id;
    CampaignSettings settings;
    std::int64_t settings_version = 0;
    std::vector<WaitingZone> waiting;
};
struct Survey {
    Instant unknown_since;  ///< calls that became submitting before, and are `unknown` still, are over by any
                            ///< measure, and do not count as open
    std::string day{};      ///< on the account's clocks; empty: nobody asks what was used
};
struct Workload {
    std::vector<DialableCampaign> campaigns;  ///< running ones, by id
    AccountUse account;
    std::optional<Instant> next_check_at;  ///< the earliest call to be searched or polled
};

struct CallCounts {
    std::int64_t open = 0;        ///< neither ended nor given up
    std::int64_t unknown = 0;     ///< of those
    std::int64_t unresolved = 0;  ///< given up
};

struct Turn {
    CampaignId campaign_id;
    std::int64_t count = 0;
    std::optional<std::vector<std::int64_t>> zone_set_ids{};  ///< whose hour it is; none: all
};
struct ClaimDue {
    std::vector<Turn> turns;
    std::vector<CallToken> tokens;  ///< fresh random ones, at least as many as the turns' sum
    Instant now;
    Instant clock_even_since{};  ///< see ClockReading
    Instant unknown_since{};     ///< see Survey
};
struct ClaimedCall {
    Call call;
    std::optional<Contact> contact;
    CampaignSettings settings;
};

struct Claims {
    std::vector<ClaimedCall> calls;
    std::optional<RuleResult> limit;  ///< what kept more from being claimed, for one of the campaigns
};

/// An ad-hoc call (`/dial`): recorded and claimed in one.
struct OpenCall {
    PhoneNumber to;
    CampaignSettings settings;
    CallToken token;
    std::optional<IdempotencyKey> idempotency;
    Instant now;
    Instant unknown_since{};     ///< see Survey
    Instant clock_even_since{};  ///< see ClockReading
};
struct OpenedCall {
    Call call;
    bool replayed = false;  ///< this key opened it earlier: it must not be placed again
};

enum class Submission {
    go,         ///< committed as `submitting`: the POST may follow
    withdrawn,  ///< the campaign stopped, the number was suppressed or the call moved meanwhile; nothing may
                ///< be sent
};

struct Settled {
    /// As it is now, without its settings and its evidence; none: no call of ours fits.
    std::optional<Call> call;
    CallState before = CallState::claimed;
    bool duplicate = false;  ///< the callback was stored before; nothing changed
    bool applied = false;
    bool conflicting_end = false;
    bool unknown_word = false;
    bool contact_done = false;
    bool must_be_canceled =
        false;  ///< the carrier is known to have it from now on, and its number is suppressed
    std::optional<CampaignId> paused_campaign;
    std::string pause_reason;  ///< of `paused_campaign`
    std::optional<CampaignId> completed_campaign;
};

struct Submitted {
    std::optional<CampaignId> campaign_id;  ///< none: ad-hoc
    Instant at;
};
struct SweepResult {
    std::int64_t returned_to_queue = 0;  ///< were `claimed`
    std::int64_t made_unknown = 0;       ///< were `submitting`
    std::int64_t open_calls = 0;         ///< had a SID: will be polled
    std::vector<Submitted> submitted;    ///< the last ones, in order: the rates must not forget them
};

// ---- asking why
// ------------------------------------------------------------------------------------------------------

/// A contact with what is known of its number: what the rules ask about it.
struct ContactRecord {
    Contact contact;
    NumberRecord number;
    std::string last_from_number;  ///< empty: it was not called yet
};
struct ListContactRecords {
    CampaignId campaign_id;
    ContactStatus status = ContactStatus::pending;
    std::int64_t after = 0;
    std::int64_t limit = 1000;
    Instant now;
    Instant clock_even_since{};  ///< see ClockReading
};

// ---- after a restore
// ------------------------------------------------------------------------------------------------

/// The database came from a backup, and the carrier was not asked yet what happened since.
struct Restoration {
    Instant known_until;  ///< nothing later stands in the backup
    Instant restored_at;
};
/// A call as the carrier lists it, and the same as its word about a call of ours.
struct ListedCall {
    CarrierCall call;
    NewCallback word;
};
struct AdoptCalls {
    std::vector<ListedCall> calls;
    std::vector<CallToken> tokens;    ///< fresh random ones, as many as calls
    CampaignSettings adhoc_settings;  ///< for calls that belong to no contact
    bool is_in_order = false;         ///< from the oldest to the newest
    Instant now;
};
struct AdoptedCalls {
    std::int64_t known = 0;                 ///< had a row already, which was brought up to date
    std::int64_t adopted = 0;               ///< became a call of a contact
    std::int64_t without_contact = 0;       ///< are kept, but nobody knows for whom they were
    std::int64_t handed_to_a_person = 0;    ///< contacts that became unresolved
    std::vector<ListedCall> to_be_ordered;  ///< nothing done: the oldest of these must come first
};

// ---- lists
// --------------------------------------------------------------------------------------------------------

template <class T>
struct Page {
    std::vector<T> items;
    std::optional<std::int64_t> next;  ///< pass as `after` to go on; none: this was the last page
};
struct ListCampaigns {
    std::optional<CampaignStatus> status;
    std::int64_t after = 0;
    std::int64_t limit = 50;
};
struct ListContacts {
    CampaignId campaign_id;
    std::optional<ContactStatus> status;
    std::int64_t after = 0;
    std::int64_t limit = 50;
};
struct ListCalls {
    std::optional<CampaignId> campaign_id;
    std::optional<ContactId> contact_id;
    std::optional<CallStatus> status;
    std::int64_t after = 0;
    std::int64_t limit = 50;
};
struct ListImports {
    CampaignId campaign_id;
    std::int64_t after = 0;
    std::int64_t limit = 50;
};
struct ListRejectedRows {
    ImportId import_id;
    std::int64_t after = 0;
    std::int64_t limit = 50;
};
struct ListSuppressions {
    std::int64_t after = 0;
    std::int64_t limit = 50;
};

/// One line of an export: a contact and the last call to it, if any.
struct ResultRow {
    Contact contact;
    std::optional<Call> call;
};

}  // namespace carillon::store
