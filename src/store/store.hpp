// SPDX-License-Identifier: MIT
// The store's one door for everyone else. Every verb is one transaction; a write resumes its caller only
// after the commit.
//
// Writes run on one thread, which commits in groups: all that is queued goes into one transaction, and an
// operation that throws is undone alone and fails alone (docs/architecture.md, "The store"). Reads run on a
// thread of their own, and looks at API keys on another. With `Threads::none` both run inside the caller, one
// transaction each; with `Threads::callers` between the callers, in groups: for tests and for the
// virtual-time simulation. What each verb means, and how it fails, stands in engine.hpp. Runs on: any thread.
#pragma once

#include <functional>
#include <memory>

#include <boost/asio/awaitable.hpp>

#include "store/backlog.hpp"
#include "store/engine.hpp"
#include "store/threads.hpp"

namespace carillon::store {

template <class T>
using Async = boost::asio::awaitable<T>;

class Store {
public:
    Store(Engine engine, Threads threads);
    ~Store();  ///< finishes what is queued
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    Async<Result<Campaign>> create_campaign(CreateCampaign wanted);
    Async<Result<Campaign>> change_campaign(ChangeCampaign wanted);
    Async<Result<Campaign>> move_campaign(MoveCampaign wanted);
    Async<std::int64_t> cancel_waiting_contacts(std::int64_t limit, Instant now);
    Async<std::int64_t> retire_contacts(RetireContacts wanted);
    Async<Result<Redial>> begin_redial(BeginRedial wanted);

    Async<Result<Import>> begin_import(CampaignId campaign, Instant now);
    Async<Result<AddedContacts>> add_contacts(AddContacts wanted);
    Async<Result<Import>> finish_import(ImportId import, Instant now);
    Async<Result<UndonePortion>> undo_import(UndoImport wanted);
    Async<Result<Contact>> requeue_contact(ContactId contact, Instant now);

    Async<Claims> claim_due(ClaimDue wanted);
    Async<Result<OpenedCall>> open_call(OpenCall wanted);
    Async<Submission> record_submitting(CallId call, Instant now);
    Async<void> withdraw_claim(CallId call, ContactStep step, Instant now);
    Async<Settled> record_placing(CallId call, PlaceResult result, Instant now);
    Async<Settled> settle_callback(NewCallback callback);
    Async<Settled> record_search(CallId call, std::vector<CarrierCall> found, Instant now);
    Async<Settled> record_absence(CallId call, Instant now);
    Async<void> postpone_check(CallId call, Instant next_check_at);
    Async<SweepResult> sweep(Instant now);
    Async<AdoptedCalls> adopt_calls(AdoptCalls wanted);
    Async<void> finish_restoration(Instant now);

    Async<std::int64_t> add_suppressions(std::vector<NewSuppression> wanted, Instant now);
    Async<Result<Contact>> opt_out(OptOut wanted);
    Async<Result<Suppression>> remove_suppression(PhoneNumber phone, Instant now);

    Async<Result<Webhook>> create_webhook(CreateWebhook wanted);
    Async<Result<Webhook>> disable_webhook(WebhookId webhook, std::string reason, Instant now);
    Async<Result<Webhook>> enable_webhook(WebhookId webhook, Instant now);
    Async<Result<Webhook>> rotate_secret(RotateSecret wanted);
    Async<Result<Webhook>> delete_webhook(WebhookId webhook, Instant now);
    Async<void> record_attempt(RecordAttempt attempt);
    Async<Result<Delivery>> resend_delivery(DeliveryId delivery, Instant now);
    Async<std::int64_t> delete_old(DeleteOld wanted);

    Async<EventPage> list_events(ListEvents wanted);
    Async<EventRange> find_event_range();
    Async<std::vector<Webhook>> list_webhooks();
    Async<std::optional<Webhook>> find_webhook(WebhookId id);
    Async<Page<Delivery>> list_deliveries(ListDeliveries wanted);
    Async<DueDeliveries> find_due_deliveries(FindDue wanted);
    Async<std::optional<Parcel>> find_parcel(DeliveryId delivery);
    /// The newest event that is committed. Runs on: any thread.
    [[nodiscard]] EventId newest_event() const;
    /// `tell` is called after each commit that wrote events, on the thread that commits. Before the first
    /// verb.
    void when_events_come(std::function<void()> tell);

    Async<Workload> survey(Survey wanted);
    Async<CallCounts> count_calls();
    Async<std::optional<ContactRecord>> find_contact_record(ContactId id, ClockReading clock);
    Async<Page<ContactRecord>> list_contact_records(ListContactRecords wanted);
    Async<std::vector<Call>> list_due_checks(Instant now, std::int64_t limit);
    Async<std::vector<Call>> list_cancelable_calls(CampaignId campaign, std::int64_t limit);
    Async<std::vector<Call>> list_suppressed_calls(std::int64_t limit);
    Async<std::optional<Restoration>> find_restoration();
    Async<std::optional<Campaign>> find_campaign(CampaignId id);
    Async<Page<Campaign>> list_campaigns(ListCampaigns wanted);
    Async<std::optional<Contact>> find_contact(ContactId id);
    Async<Page<Contact>> list_contacts(ListContacts wanted);
    Async<std::optional<Call>> find_call(CallId id);
    Async<std::optional<Call>> find_call_by_sid(CallSid sid);
    Async<Page<Call>> list_calls(ListCalls wanted);
    Async<std::vector<Callback>> list_callbacks(CallId call);
    Async<std::optional<Import>> find_import(ImportId id);
    Async<Page<Import>> list_imports(ListImports wanted);
    Async<Page<RejectedRow>> list_rejected_rows(ListRejectedRows wanted);
    Async<Page<Suppression>> list_suppressions(ListSuppressions wanted);
    Async<Page<ResultRow>> list_results(CampaignId campaign, std::int64_t after, std::int64_t limit);

    Async<Result<ApiKey>> create_api_key(NewApiKey wanted);
    Async<Result<ApiKey>> revoke_api_key(ApiKeyId key, Instant now);
    Async<void> note_key_use(ApiKeyId key, Instant now);
    Async<void> add_audit_entry(NewAuditEntry entry);
    Async<KeyLookup> find_api_key(ApiKeyId key);
    Async<Page<ApiKey>> list_api_keys(ListApiKeys wanted);
    Async<Page<AuditEntry>> list_audit_entries(ListAuditEntries wanted);

    /// Drain: waits until all that is queued is committed, then moves the log into the file.
    Async<void> checkpoint();

    /// False after the engine failed to begin or commit, until the next commit that goes through; and from
    /// the moment on at which the file is found damaged.
    [[nodiscard]] bool is_healthy() const;

    [[nodiscard]] Backlog backlog() const noexcept;

private:
    class Threaded;
    std::unique_ptr<Threaded> threaded_;
};

}  // namespace carillon::store
