// SPDX-License-Identifier: MIT
// The faces that a database engine shows to `Store`: one that writes, one that reads, and one that knows API
// keys. Synchronous; each is used by one thread. SQLite stands behind them today (sqlite/), PostgreSQL can:
// tests/store holds every engine to one suite.
//
// A write verb runs inside a transaction that `Store` opened, maybe with others in the same one. It either
// does its whole work or, when it throws, leaves nothing behind (`Store` rolls back to a mark that it set
// before the verb).
#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "call_lifetime.hpp"
#include "store/access_verbs.hpp"
#include "store/verbs.hpp"

namespace carillon::store {

/// What is stored contradicts itself. Any verb may throw it. It does not heal by trying again, so `Store`
/// writes nothing more after it, and nobody is called from such a file.
class Damaged : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class Writer {
public:
    virtual ~Writer() = default;

    // The transaction, driven by `Store`.
    virtual void begin() = 0;
    /// When it throws, nothing of the transaction is visible to this process from then on, and the next
    /// commit that goes through buries it; only a crash before that may bring it back (docs/decisions/0009).
    virtual void commit() = 0;
    virtual void roll_back() noexcept = 0;
    /// Throws when the engine itself undid the transaction (disk full): the next verb would stand alone.
    virtual void require_transaction() = 0;
    virtual void set_mark() = 0;      ///< before a verb; requires the transaction, too
    virtual void release_mark() = 0;  ///< after it succeeded
    virtual void return_to_mark() noexcept = 0;

    // Campaigns.
    virtual Result<Campaign> create_campaign(const CreateCampaign& wanted) = 0;
    virtual Result<Campaign> change_campaign(const ChangeCampaign& wanted) = 0;
    /// start: draft → running; pause: running → paused; resume: paused → running; cancel: any but canceled →
    /// canceled. Any other move is Errc::conflict with a sentence that names the present status. Starting a
    /// campaign without contacts is allowed: it runs and waits.
    virtual Result<Campaign> move_campaign(const MoveCampaign& wanted) = 0;
    /// Canceled campaigns' waiting contacts become `canceled`, at most `limit` of them. Returns how many
    /// were.
    virtual std::int64_t cancel_waiting_contacts(std::int64_t limit, Instant now) = 0;

    /// A running campaign's waiting contacts take the status that is told, at most `limit` of them. Returns
    /// how many did; none when its settings were changed since, or when it does not run.
    virtual std::int64_t retire_contacts(const RetireContacts& wanted) = 0;

    /// A draft for copies of the contacts that `source` did not reach, and the import that takes them. Fails
    /// with: not_found; conflict when `source` is a draft or running: a contact could be called for both.
    virtual Result<Redial> begin_redial(const BeginRedial& wanted) = 0;

    // Contacts.
    /// Fails with: not_found; conflict when the campaign is canceled.
    virtual Result<Import> begin_import(CampaignId campaign, Instant now) = 0;
    /// Suppressed numbers become contacts with status `blocked` and reason `suppressed`: uploaded, visible,
    /// not rung. A completed campaign that gets a pending contact runs again. A contact that was taken back
    /// with its import is revived: it takes all that the new row says, and counts as accepted.
    /// Fails with: not_found; conflict when the import is finished or undone, or the campaign canceled.
    virtual Result<AddedContacts> add_contacts(const AddContacts& wanted) = 0;
    virtual Result<Import> finish_import(ImportId import, Instant now) = 0;
    /// Takes back an import's contacts that were never called: they become `canceled`, with `undone_reason`.
    /// A portion at a time; the last one sets `undone_at`. Doing it again changes nothing. Fails with:
    /// not_found.
    virtual Result<UndonePortion> undo_import(const UndoImport& wanted) = 0;
    /// A person's decision to call again: from unresolved, failed, busy, no_answer, canceled, blocked or
    /// expired back to pending. A call that is `unresolved` stays so. Fails with: not_found, conflict.
    virtual Result<Contact> requeue_contact(ContactId contact, Instant now) = 0;

    // Dialing.
    /// Picks due contacts (priority first, then the longest due, then by id), at most `count` per turn, and
    /// asks `Decisions::examine` about each: who may not be called steps aside as it says, the rest become
    /// `in_progress`, each with a call `claimed`, recorded with from, to, settings and what it takes of the
    /// day. A limit ends its campaign's turn.
    virtual Claims claim_due(const ClaimDue& wanted) = 0;
    /// Fails with: busy (a limit), forbidden (a number that must not be called), conflict (an open call to
    /// this number; or the idempotency key was used for another request).
    virtual Result<OpenedCall> open_call(const OpenCall& wanted) = 0;
    /// claimed → submitting, if its campaign still runs and its number is not suppressed. The contact's
    /// attempt counts from here. When not: the claim is given back as `Decisions::after_withdrawal` says
    /// (pending, or blocked).
    virtual Submission record_submitting(CallId call, Instant now) = 0;
    /// Gives a claimed call up unsent: the call ends `not_sent`, its contact steps as told. Ignored in any
    /// other state.
    virtual void withdraw_claim(CallId call, const ContactStep& step, Instant now) = 0;
    virtual Settled record_placing(CallId call, const PlaceResult& result, Instant now) = 0;
    /// Stores the callback (a repeated one, same SID, word and sequence number, is not stored twice) and
    /// settles the call that it belongs to: by token; without one, or with one that we never gave out, by
    /// SID.
    virtual Settled settle_callback(const NewCallback& callback) = 0;
    /// `found`: all that the carrier lists for the call's numbers. Those that another call has already are
    /// left out.
    virtual Settled record_search(CallId call, const std::vector<CarrierCall>& found, Instant now) = 0;
    /// The carrier says that it has no call with this call's SID.
    virtual Settled record_absence(CallId call, Instant now) = 0;
    /// Asked and nothing learnt: the next time is `next_check_at`. `checks` rises by one, so that polls grow
    /// rarer; not that of an unknown call, whose schedule counts only searches that were answered.
    virtual void postpone_check(CallId call, Instant next_check_at) = 0;
    /// Before any dialing: settles what a crash left (claimed → queue, submitting → unknown).
    virtual SweepResult sweep(Instant now) = 0;

    // After a restore.
    /// Enters calls that the carrier has, of our numbers, and the database may not know. Each gets a row: of
    /// the one contact that it fits, which then waits for the end of it; in doubt of none, and the contacts
    /// that it may have reached become unresolved. Calls that are known are settled by the carrier's word.
    /// Doing it again changes nothing. Unless they come in order, calls to a number of which a call without a
    /// SID is open are handed back: the oldest of them may be that one.
    virtual AdoptedCalls adopt_calls(const AdoptCalls& wanted) = 0;
    virtual void finish_restoration(Instant now) = 0;

    // Suppressions.
    /// Returns how many were new. Waiting contacts with these numbers become `blocked` (reason `suppressed`)
    /// at once.
    virtual std::int64_t add_suppressions(const std::vector<NewSuppression>& wanted, Instant now) = 0;
    /// This contact's number is suppressed from now on. Returns the contact as it stands then: a call that is
    /// under way goes on, and its contact is blocked at the end of it unless it was reached. Fails with:
    /// not_found.
    virtual Result<Contact> opt_out(const OptOut& wanted) = 0;
    /// Fails with: not_found. Blocked contacts stay blocked: a person requeues them.
    virtual Result<Suppression> remove_suppression(const PhoneNumber& phone, Instant now) = 0;

    // Events and webhooks. Events are written by the schema, with the change that they tell of.
    /// The newest event that is committed. No query: known since the last commit.
    [[nodiscard]] virtual EventId newest_event() const noexcept = 0;
    /// Fails with: not_found (the campaign), conflict (there are as many as may be).
    virtual Result<Webhook> create_webhook(const CreateWebhook& wanted) = 0;
    /// Nothing is sent any more, and new events are not kept for it; what waits goes on waiting. Doing it
    /// again changes nothing. Fails with: not_found.
    virtual Result<Webhook> disable_webhook(WebhookId webhook, const std::string& reason, Instant now) = 0;
    /// What waits goes on by its schedule. Fails with: not_found.
    virtual Result<Webhook> enable_webhook(WebhookId webhook, Instant now) = 0;
    virtual Result<Webhook> rotate_secret(const RotateSecret& wanted) = 0;
    /// Its secrets are gone at once, its deliveries with `delete_old`. Fails with: not_found.
    virtual Result<Webhook> delete_webhook(WebhookId webhook, Instant now) = 0;
    /// When a delivery is over, the next of its strand becomes due.
    virtual void record_attempt(const RecordAttempt& attempt) = 0;
    /// Dead or delivered: it waits again, ahead of what waits of its strand but behind what is being tried.
    /// Waiting: it is due now. Fails with: not_found, conflict (an earlier one of its strand comes first).
    virtual Result<Delivery> resend_delivery(DeliveryId delivery, Instant now) = 0;
    /// A portion; returns how many rows went or were given up: 0 when nothing old is left.
    virtual std::int64_t delete_old(const DeleteOld& wanted) = 0;

    // Who may ask, and who did.
    /// Fails with: conflict when a key that is not revoked has this name.
    virtual Result<ApiKey> create_api_key(const NewApiKey& wanted) = 0;
    /// Revoking it again changes nothing. Fails with: not_found.
    virtual Result<ApiKey> revoke_api_key(ApiKeyId key, Instant now) = 0;
    virtual void note_key_use(ApiKeyId key, Instant now) = 0;
    virtual void add_audit_entry(const NewAuditEntry& entry) = 0;

    /// Moves the log into the database file where the engine has one (SQLite's WAL). Outside a transaction.
    virtual void checkpoint() = 0;
};

class Reader {
public:
    virtual ~Reader() = default;

    virtual Workload survey(const Survey& wanted) = 0;
    virtual CallCounts count_calls() = 0;
    virtual std::optional<ContactRecord> find_contact_record(ContactId id, const ClockReading& clock) = 0;
    /// In the order of contact ids.
    virtual Page<ContactRecord> list_contact_records(const ListContactRecords& wanted) = 0;
    /// Calls whose `next_check_at` has come: `unknown` ones to be searched, others to be fetched by SID.
    virtual std::vector<Call> list_due_checks(Instant now, std::int64_t limit) = 0;
    /// Open calls of a campaign that the carrier has accepted and nobody has picked up yet.
    virtual std::vector<Call> list_cancelable_calls(CampaignId campaign, std::int64_t limit) = 0;
    /// The same of all campaigns and none, where the number is suppressed.
    virtual std::vector<Call> list_suppressed_calls(std::int64_t limit) = 0;

    /// That has not been finished; of several the earliest known-until and the latest restore.
    virtual std::optional<Restoration> find_restoration() = 0;

    virtual std::optional<Campaign> find_campaign(CampaignId id) = 0;
    virtual Page<Campaign> list_campaigns(const ListCampaigns& wanted) = 0;
    virtual std::optional<Contact> find_contact(ContactId id) = 0;
    virtual Page<Contact> list_contacts(const ListContacts& wanted) = 0;
    virtual std::optional<Call> find_call(CallId id) = 0;
    virtual std::optional<Call> find_call_by_sid(const CallSid& sid) = 0;
    virtual Page<Call> list_calls(const ListCalls& wanted) = 0;
    virtual std::vector<Callback> list_callbacks(CallId call) = 0;
    virtual std::optional<Import> find_import(ImportId id) = 0;
    virtual Page<Import> list_imports(const ListImports& wanted) = 0;
    virtual Page<RejectedRow> list_rejected_rows(const ListRejectedRows& wanted) = 0;
    virtual Page<Suppression> list_suppressions(const ListSuppressions& wanted) = 0;

    /// In the order of their ids, which is the order of the commits.
    virtual EventPage list_events(const ListEvents& wanted) = 0;
    virtual EventRange find_event_range() = 0;
    virtual std::vector<Webhook> list_webhooks() = 0;
    virtual std::optional<Webhook> find_webhook(WebhookId id) = 0;
    virtual Page<Delivery> list_deliveries(const ListDeliveries& wanted) = 0;
    /// Of webhooks that are not disabled.
    virtual DueDeliveries find_due_deliveries(const FindDue& wanted) = 0;
    /// None: it does not wait any more, or its webhook is disabled or gone.
    virtual std::optional<Parcel> find_parcel(DeliveryId delivery) = 0;

    /// A campaign's results in the order of contact ids, for the export.
    virtual Page<ResultRow> list_results(CampaignId campaign, std::int64_t after, std::int64_t limit) = 0;

    virtual Page<ApiKey> list_api_keys(const ListApiKeys& wanted) = 0;
    virtual Page<AuditEntry> list_audit_entries(const ListAuditEntries& wanted) = 0;
};

/// Asked once for each request that comes with a key, before anything else: apart from `Reader`, so that no
/// long list stands in the way.
class KeyReader {
public:
    virtual ~KeyReader() = default;

    /// As it stands in the database now: who was revoked a moment ago, by whatever process, is.
    virtual KeyLookup find_api_key(ApiKeyId key) = 0;
};

/// An engine opened and migrated: its faces. Each may be used by a thread of its own.
struct Engine {
    std::unique_ptr<Writer> writer;
    std::unique_ptr<Reader> reader;
    std::unique_ptr<KeyReader> keys;
};

}  // namespace carillon::store
