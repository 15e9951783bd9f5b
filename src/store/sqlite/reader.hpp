// SPDX-License-Identifier: MIT
// The reading face on its own read-only connection. Its verbs stand in the files of their nouns.
#pragma once

#include <memory>

#include "store/engine.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/settling.hpp"

namespace carillon::store::sqlite {

class SqliteReader final : public Reader {
public:
    explicit SqliteReader(std::unique_ptr<Database> database) : database_(std::move(database)) {}

    Workload survey(const Survey& wanted) override;
    CallCounts count_calls() override;
    std::optional<ContactRecord> find_contact_record(ContactId id, const ClockReading& clock) override;
    Page<ContactRecord> list_contact_records(const ListContactRecords& wanted) override;
    std::vector<Call> list_due_checks(Instant now, std::int64_t limit) override;
    std::vector<Call> list_cancelable_calls(CampaignId campaign, std::int64_t limit) override;
    std::vector<Call> list_suppressed_calls(std::int64_t limit) override;

    std::optional<Restoration> find_restoration() override;

    std::optional<Campaign> find_campaign(CampaignId id) override;
    Page<Campaign> list_campaigns(const ListCampaigns& wanted) override;
    std::optional<Contact> find_contact(ContactId id) override;
    Page<Contact> list_contacts(const ListContacts& wanted) override;
    std::optional<Call> find_call(CallId id) override;
    std::optional<Call> find_call_by_sid(const CallSid& sid) override;
    Page<Call> list_calls(const ListCalls& wanted) override;
    std::vector<Callback> list_callbacks(CallId call) override;
    std::optional<Import> find_import(ImportId id) override;
    Page<Import> list_imports(const ListImports& wanted) override;
    Page<RejectedRow> list_rejected_rows(const ListRejectedRows& wanted) override;
    Page<Suppression> list_suppressions(const ListSuppressions& wanted) override;
    Page<ResultRow> list_results(CampaignId campaign, std::int64_t after, std::int64_t limit) override;
    Page<ApiKey> list_api_keys(const ListApiKeys& wanted) override;
    Page<AuditEntry> list_audit_entries(const ListAuditEntries& wanted) override;

    EventPage list_events(const ListEvents& wanted) override;
    EventRange find_event_range() override;
    std::vector<Webhook> list_webhooks() override;
    std::optional<Webhook> find_webhook(WebhookId id) override;
    Page<Delivery> list_deliveries(const ListDeliveries& wanted) override;
    DueDeliveries find_due_deliveries(const FindDue& wanted) override;
    std::optional<Parcel> find_parcel(DeliveryId delivery) override;

private:
    std::unique_ptr<Database> database_;
    SettingsCache settings_;  ///< the survey asks for the same ones many times a second
};

/// On a connection of its own: a look at a key waits for no list.
class SqliteKeyReader final : public KeyReader {
public:
    explicit SqliteKeyReader(std::unique_ptr<Database> database) : database_(std::move(database)) {}
    KeyLookup find_api_key(ApiKeyId key) override;

private:
    std::unique_ptr<Database> database_;
};

/// Makes several questions see one moment.
class Snapshot {
public:
    explicit Snapshot(Database& database) : database_(database) { database_.execute("BEGIN"); }
    ~Snapshot();
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

private:
    Database& database_;
};

}  // namespace carillon::store::sqlite
