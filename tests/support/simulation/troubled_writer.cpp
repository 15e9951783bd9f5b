// SPDX-License-Identifier: MIT
#include "support/simulation/troubled_writer.hpp"

#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace carillon::test {
namespace {

using namespace store;

class TroubledWriter final : public Writer {
public:
    TroubledWriter(std::unique_ptr<Writer> real, Mishaps mishaps, std::function<void()> crash)
        : real_(std::move(real)), mishaps_(std::move(mishaps)), crash_(std::move(crash)) {}

    void begin() override {
        is_marked_ = false;
        meet(Step::begin, "");
        real_->begin();
    }
    void commit() override {
        meet(Step::before_commit, verb_);
        real_->commit();
        meet(Step::after_commit, verb_);
    }
    void roll_back() noexcept override {
        if (!is_dead_) real_->roll_back();
    }
    void require_transaction() override {
        live();
        real_->require_transaction();
    }
    void set_mark() override {
        live();
        is_marked_ = true;
        real_->set_mark();
    }
    void release_mark() override {
        live();
        real_->release_mark();
    }
    void return_to_mark() noexcept override {
        if (!is_dead_) real_->return_to_mark();
    }
    void checkpoint() override {
        live();
        real_->checkpoint();
    }

    Result<Campaign> create_campaign(const CreateCampaign& wanted) override {
        return run("create_campaign", &Writer::create_campaign, wanted);
    }
    Result<Campaign> change_campaign(const ChangeCampaign& wanted) override {
        return run("change_campaign", &Writer::change_campaign, wanted);
    }
    Result<Campaign> move_campaign(const MoveCampaign& wanted) override {
        return run("move_campaign", &Writer::move_campaign, wanted);
    }
    std::int64_t retire_contacts(const RetireContacts& wanted) override {
        return run("retire_contacts", &Writer::retire_contacts, wanted);
    }
    std::int64_t cancel_waiting_contacts(std::int64_t limit, Instant now) override {
        return run("cancel_waiting_contacts", &Writer::cancel_waiting_contacts, limit, now);
    }
    Result<Redial> begin_redial(const BeginRedial& wanted) override {
        return run("begin_redial", &Writer::begin_redial, wanted);
    }
    Result<Import> begin_import(CampaignId campaign, Instant now) override {
        return run("begin_import", &Writer::begin_import, campaign, now);
    }
    Result<AddedContacts> add_contacts(const AddContacts& wanted) override {
        return run("add_contacts", &Writer::add_contacts, wanted);
    }
    Result<Import> finish_import(ImportId import, Instant now) override {
        return run("finish_import", &Writer::finish_import, import, now);
    }
    Result<UndonePortion> undo_import(const UndoImport& wanted) override {
        return run("undo_import", &Writer::undo_import, wanted);
    }
    Result<Contact> requeue_contact(ContactId contact, Instant now) override {
        return run("requeue_contact", &Writer::requeue_contact, contact, now);
    }
    Claims claim_due(const ClaimDue& wanted) override { return run("claim_due", &Writer::claim_due, wanted); }
    Result<OpenedCall> open_call(const OpenCall& wanted) override {
        return run("open_call", &Writer::open_call, wanted);
    }
    Submission record_submitting(CallId call, Instant now) override {
        return run("record_submitting", &Writer::record_submitting, call, now);
    }
    void withdraw_claim(CallId call, const ContactStep& step, Instant now) override {
        run("withdraw_claim", &Writer::withdraw_claim, call, step, now);
    }
    Settled record_placing(CallId call, const PlaceResult& result, Instant now) override {
        return run("record_placing", &Writer::record_placing, call, result, now);
    }
    Settled settle_callback(const NewCallback& callback) override {
        return run("settle_callback", &Writer::settle_callback, callback);
    }
    Settled record_search(CallId call, const std::vector<CarrierCall>& found, Instant now) override {
        return run("record_search", &Writer::record_search, call, found, now);
    }
    Settled record_absence(CallId call, Instant now) override {
        return run("record_absence", &Writer::record_absence, call, now);
    }
    void postpone_check(CallId call, Instant next_check_at) override {
        run("postpone_check", &Writer::postpone_check, call, next_check_at);
    }
    SweepResult sweep(Instant now) override { return run("sweep", &Writer::sweep, now); }
    AdoptedCalls adopt_calls(const AdoptCalls& wanted) override {
        return run("adopt_calls", &Writer::adopt_calls, wanted);
    }
    void finish_restoration(Instant now) override {
        run("finish_restoration", &Writer::finish_restoration, now);
    }
    std::int64_t add_suppressions(const std::vector<NewSuppression>& wanted, Instant now) override {
        return run("add_suppressions", &Writer::add_suppressions, wanted, now);
    }
    Result<Contact> opt_out(const OptOut& wanted) override {
        return run("opt_out", &Writer::opt_out, wanted);
    }
    Result<Suppression> remove_suppression(const PhoneNumber& phone, Instant now) override {
        return run("remove_suppression", &Writer::remove_suppression, phone, now);
    }
    [[nodiscard]] EventId newest_event() const noexcept override { return real_->newest_event(); }
    Result<Webhook> create_webhook(const CreateWebhook& wanted) override {
        return run("create_webhook", &Writer::create_webhook, wanted);
    }
    Result<Webhook> disable_webhook(WebhookId webhook, const std::string& reason, Instant now) override {
        return run("disable_webhook", &Writer::disable_webhook, webhook, reason, now);
    }
    Result<Webhook> enable_webhook(WebhookId webhook, Instant now) override {
        return run("enable_webhook", &Writer::enable_webhook, webhook, now);
    }
    Result<Webhook> rotate_secret(const RotateSecret& wanted) override {
        return run("rotate_secret", &Writer::rotate_secret, wanted);
    }
    Result<Webhook> delete_webhook(WebhookId webhook, Instant now) override {
        return run("delete_webhook", &Writer::delete_webhook, webhook, now);
    }
    void record_attempt(const RecordAttempt& attempt) override {
        run("record_attempt", &Writer::record_attempt, attempt);
    }
    Result<Delivery> resend_delivery(DeliveryId delivery, Instant now) override {
        return run("resend_delivery", &Writer::resend_delivery, delivery, now);
    }
    std::int64_t delete_old(const DeleteOld& wanted) override {
        return run("delete_old", &Writer::delete_old, wanted);
    }
    Result<ApiKey> create_api_key(const NewApiKey& wanted) override {
        return run("create_api_key", &Writer::create_api_key, wanted);
    }
    Result<ApiKey> revoke_api_key(ApiKeyId key, Instant now) override {
        return run("revoke_api_key", &Writer::revoke_api_key, key, now);
    }
    void note_key_use(ApiKeyId key, Instant now) override {
        run("note_key_use", &Writer::note_key_use, key, now);
    }
    void add_audit_entry(const NewAuditEntry& entry) override {
        run("add_audit_entry", &Writer::add_audit_entry, entry);
    }

private:
    void live() const {
        if (is_dead_) throw std::runtime_error("the process is dead");
    }

    void meet(Step step, std::string_view verb) {
        live();
        const Place here{step, verb};
        if (is_marked_ && fails_again_at_ == here) {
            fails_again_at_.reset();
            throw std::runtime_error("simulated: the disk failed again");
        }
        switch (mishaps_(step, verb)) {
            case Mishap::none:
                return;
            case Mishap::fails:
                if (!is_marked_) fails_again_at_ = here;
                throw std::runtime_error("simulated: the disk failed");
            case Mishap::crashes:
                is_dead_ = true;
                crash_();
                throw std::runtime_error("simulated: the process died");
        }
    }

    template <class T, class... Parameters, class... Arguments>
    T run(std::string_view name, T (Writer::*verb)(Parameters...), Arguments&&... arguments) {
        verb_ = name;
        meet(Step::before_verb, name);
        if constexpr (std::is_void_v<T>) {
            (*real_.*verb)(arguments...);
            meet(Step::after_verb, name);
        } else {
            T result = (*real_.*verb)(arguments...);
            meet(Step::after_verb, name);
            return result;
        }
    }

    std::unique_ptr<Writer> real_;
    Mishaps mishaps_;
    std::function<void()> crash_;
    std::string_view verb_;
    // A verb that failed is run once more, in a group with marks: what failed it is still there.
    using Place = std::pair<Step, std::string_view>;
    std::optional<Place> fails_again_at_;
    bool is_marked_ = false;
    bool is_dead_ = false;
};

}  // namespace

store::Engine with_mishaps(store::Engine engine, Mishaps mishaps, std::function<void()> crash) {
    engine.writer =
        std::make_unique<TroubledWriter>(std::move(engine.writer), std::move(mishaps), std::move(crash));
    return engine;
}

}  // namespace carillon::test
