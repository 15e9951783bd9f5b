// SPDX-License-Identifier: MIT
// The writing face on the one connection that writes and checkpoints. Its verbs stand in the files of their
// nouns; what is here is the transaction around them.
#pragma once

#include <memory>

#include "store/engine.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/open_calls.hpp"
#include "store/sqlite/settling.hpp"
#include "store/sqlite/shared_texts.hpp"

namespace carillon::store::sqlite {

class SqliteWriter final : public Writer {
public:
    /// `fence`: held for each checkpoint; null: nobody else has the file.
    SqliteWriter(std::unique_ptr<Database> database, const Decisions& decisions, LogFence* fence);

    void begin() override;
    void commit() override;
    void roll_back() noexcept override;
    void require_transaction() override;
    void set_mark() override;
    void release_mark() override;
    void return_to_mark() noexcept override;

    Result<Campaign> create_campaign(const CreateCampaign& wanted) override;
    Result<Campaign> change_campaign(const ChangeCampaign& wanted) override;
    Result<Campaign> move_campaign(const MoveCampaign& wanted) override;
    std::int64_t cancel_waiting_contacts(std::int64_t limit, Instant now) override;
    std::int64_t retire_contacts(const RetireContacts& wanted) override;
    Result<Redial> begin_redial(const BeginRedial& wanted) override;

    Result<Import> begin_import(CampaignId campaign, Instant now) override;
    Result<AddedContacts> add_contacts(const AddContacts& wanted) override;
    Result<Import> finish_import(ImportId import, Instant now) override;
    Result<UndonePortion> undo_import(const UndoImport& wanted) override;
    Result<Contact> requeue_contact(ContactId contact, Instant now) override;

    Claims claim_due(const ClaimDue& wanted) override;
    Result<OpenedCall> open_call(const OpenCall& wanted) override;
    Submission record_submitting(CallId call, Instant now) override;
    void withdraw_claim(CallId call, const ContactStep& step, Instant now) override;
    Settled record_placing(CallId call, const PlaceResult& result, Instant now) override;
    Settled settle_callback(const NewCallback& callback) override;
    Settled record_search(CallId call, const std::vector<CarrierCall>& found, Instant now) override;
    Settled record_absence(CallId call, Instant now) override;
    void postpone_check(CallId call, Instant next_check_at) override;
    SweepResult sweep(Instant now) override;

    AdoptedCalls adopt_calls(const AdoptCalls& wanted) override;
    void finish_restoration(Instant now) override;

    std::int64_t add_suppressions(const std::vector<NewSuppression>& wanted, Instant now) override;
    Result<Contact> opt_out(const OptOut& wanted) override;
    Result<Suppression> remove_suppression(const PhoneNumber& phone, Instant now) override;

    [[nodiscard]] EventId newest_event() const noexcept override { return newest_event_; }
    Result<Webhook> create_webhook(const CreateWebhook& wanted) override;
    Result<Webhook> disable_webhook(WebhookId webhook, const std::string& reason, Instant now) override;
    Result<Webhook> enable_webhook(WebhookId webhook, Instant now) override;
    Result<Webhook> rotate_secret(const RotateSecret& wanted) override;
    Result<Webhook> delete_webhook(WebhookId webhook, Instant now) override;
    void record_attempt(const RecordAttempt& attempt) override;
    Result<Delivery> resend_delivery(DeliveryId delivery, Instant now) override;
    std::int64_t delete_old(const DeleteOld& wanted) override;
    Result<ApiKey> create_api_key(const NewApiKey& wanted) override;
    Result<ApiKey> revoke_api_key(ApiKeyId key, Instant now) override;
    void note_key_use(ApiKeyId key, Instant now) override;
    void add_audit_entry(const NewAuditEntry& entry) override;

    void checkpoint() override;

private:
    void forget();
    /// Null: there is no such call. Valid until the next one is asked for, or something is settled.
    const Standing* find_standing(CallId call);
    const Standing& look_at(Call call);
    void keep_up(const Standing& standing, const Settled& settled, bool contact_moved);
    void keep_submitted(CallId call, Instant now);
    const Standing* find_standing_of(const NewCallback& callback);
    void remember(const ClaimedCall& claimed, const Campaign& campaign);
    void inquire_about(Inquiry& inquiry, Contact contact, const ClockReading& clock);
    /// Writes what was decided, and lets the call's from-number rest if its end says so.
    Settled settle(const Standing& standing, Settlement settlement, Instant now);
    void let_rest(const Standing& standing, const Settled& settled, Instant now);
    bool is_found_again(const Call& call, const ListedCall& listed, Instant now);
    void give_back(const Standing& standing, const ContactStep& step, Instant now);

    std::unique_ptr<Database> database_;
    const Decisions& decisions_;
    LogFence* fence_;
    SettingsCache settings_;
    SharedTexts texts_;
    OpenCalls open_calls_;
    Standing over_;  ///< of the call that was looked at last, if it is not open
    std::int64_t foreign_commits_ = 0;
    EventId newest_event_;
    bool mark_was_lost_ =
        false;  ///< a verb could not be undone: nothing of this transaction may be committed
};

}  // namespace carillon::store::sqlite
