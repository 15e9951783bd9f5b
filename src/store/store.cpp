// SPDX-License-Identifier: MIT
// Each verb, handed to its lane (threaded.hpp).
#include "store/store.hpp"

#include "store/threaded.hpp"

namespace carillon::store {

Store::Store(Engine engine, Threads threads)
    : threaded_(std::make_unique<Threaded>(std::move(engine), threads)) {}

Store::~Store() = default;

Async<Result<Campaign>> Store::create_campaign(CreateCampaign wanted) {
    return threaded_->write(&Writer::create_campaign, std::move(wanted));
}

Async<Result<Campaign>> Store::change_campaign(ChangeCampaign wanted) {
    return threaded_->write(&Writer::change_campaign, std::move(wanted));
}

Async<Result<Campaign>> Store::move_campaign(MoveCampaign wanted) {
    return threaded_->write(&Writer::move_campaign, std::move(wanted));
}

Async<std::int64_t> Store::cancel_waiting_contacts(std::int64_t limit, Instant now) {
    return threaded_->write_later(&Writer::cancel_waiting_contacts, limit, now);
}

Async<std::int64_t> Store::retire_contacts(RetireContacts wanted) {
    return threaded_->write_later(&Writer::retire_contacts, std::move(wanted));
}

Async<Result<Redial>> Store::begin_redial(BeginRedial wanted) {
    return threaded_->write(&Writer::begin_redial, std::move(wanted));
}

Async<Result<Import>> Store::begin_import(CampaignId campaign, Instant now) {
    return threaded_->write(&Writer::begin_import, campaign, now);
}

Async<Result<AddedContacts>> Store::add_contacts(AddContacts wanted) {
    return threaded_->write_later(&Writer::add_contacts, std::move(wanted));
}

Async<Result<Import>> Store::finish_import(ImportId import, Instant now) {
    return threaded_->write(&Writer::finish_import, import, now);
}

Async<Result<UndonePortion>> Store::undo_import(UndoImport wanted) {
    return threaded_->write_later(&Writer::undo_import, std::move(wanted));
}

Async<Result<Contact>> Store::requeue_contact(ContactId contact, Instant now) {
    return threaded_->write(&Writer::requeue_contact, contact, now);
}

Async<Claims> Store::claim_due(ClaimDue wanted) {
    return threaded_->write(&Writer::claim_due, std::move(wanted));
}

Async<Result<OpenedCall>> Store::open_call(OpenCall wanted) {
    return threaded_->write(&Writer::open_call, std::move(wanted));
}

Async<Submission> Store::record_submitting(CallId call, Instant now) {
    return threaded_->write(&Writer::record_submitting, call, now);
}

Async<void> Store::withdraw_claim(CallId call, ContactStep step, Instant now) {
    return threaded_->write(&Writer::withdraw_claim, call, std::move(step), now);
}

Async<Settled> Store::record_placing(CallId call, PlaceResult result, Instant now) {
    return threaded_->write(&Writer::record_placing, call, std::move(result), now);
}

Async<Settled> Store::settle_callback(NewCallback callback) {
    return threaded_->write(&Writer::settle_callback, std::move(callback));
}

Async<Settled> Store::record_search(CallId call, std::vector<CarrierCall> found, Instant now) {
    return threaded_->write(&Writer::record_search, call, std::move(found), now);
}

Async<Settled> Store::record_absence(CallId call, Instant now) {
    return threaded_->write(&Writer::record_absence, call, now);
}

Async<void> Store::postpone_check(CallId call, Instant next_check_at) {
    return threaded_->write(&Writer::postpone_check, call, next_check_at);
}

Async<SweepResult> Store::sweep(Instant now) {
    return threaded_->write(&Writer::sweep, now);
}

Async<AdoptedCalls> Store::adopt_calls(AdoptCalls wanted) {
    return threaded_->write(&Writer::adopt_calls, std::move(wanted));
}

Async<void> Store::finish_restoration(Instant now) {
    return threaded_->write(&Writer::finish_restoration, now);
}

Async<std::int64_t> Store::add_suppressions(std::vector<NewSuppression> wanted, Instant now) {
    return threaded_->write(&Writer::add_suppressions, std::move(wanted), now);
}

Async<Result<Contact>> Store::opt_out(OptOut wanted) {
    return threaded_->write(&Writer::opt_out, std::move(wanted));
}

Async<Result<Suppression>> Store::remove_suppression(PhoneNumber phone, Instant now) {
    return threaded_->write(&Writer::remove_suppression, std::move(phone), now);
}

Async<CallCounts> Store::count_calls() {
    return threaded_->read(&Reader::count_calls);
}

Async<Workload> Store::survey(Survey wanted) {
    return threaded_->read(&Reader::survey, std::move(wanted));
}

Async<std::optional<ContactRecord>> Store::find_contact_record(ContactId id, ClockReading clock) {
    return threaded_->read(&Reader::find_contact_record, id, clock);
}

Async<Page<ContactRecord>> Store::list_contact_records(ListContactRecords wanted) {
    return threaded_->read(&Reader::list_contact_records, wanted);
}

Async<std::vector<Call>> Store::list_due_checks(Instant now, std::int64_t limit) {
    return threaded_->read(&Reader::list_due_checks, now, limit);
}

Async<std::vector<Call>> Store::list_cancelable_calls(CampaignId campaign, std::int64_t limit) {
    return threaded_->read(&Reader::list_cancelable_calls, campaign, limit);
}

Async<std::vector<Call>> Store::list_suppressed_calls(std::int64_t limit) {
    return threaded_->read(&Reader::list_suppressed_calls, limit);
}

Async<std::optional<Restoration>> Store::find_restoration() {
    return threaded_->read(&Reader::find_restoration);
}

Async<std::optional<Campaign>> Store::find_campaign(CampaignId id) {
    return threaded_->read(&Reader::find_campaign, id);
}

Async<Page<Campaign>> Store::list_campaigns(ListCampaigns wanted) {
    return threaded_->read(&Reader::list_campaigns, std::move(wanted));
}

Async<std::optional<Contact>> Store::find_contact(ContactId id) {
    return threaded_->read(&Reader::find_contact, id);
}

Async<Page<Contact>> Store::list_contacts(ListContacts wanted) {
    return threaded_->read(&Reader::list_contacts, std::move(wanted));
}

Async<std::optional<Call>> Store::find_call(CallId id) {
    return threaded_->read(&Reader::find_call, id);
}

Async<std::optional<Call>> Store::find_call_by_sid(CallSid sid) {
    return threaded_->read(&Reader::find_call_by_sid, std::move(sid));
}

Async<Page<Call>> Store::list_calls(ListCalls wanted) {
    return threaded_->read(&Reader::list_calls, std::move(wanted));
}

Async<std::vector<Callback>> Store::list_callbacks(CallId call) {
    return threaded_->read(&Reader::list_callbacks, call);
}

Async<std::optional<Import>> Store::find_import(ImportId id) {
    return threaded_->read(&Reader::find_import, id);
}

Async<Page<Import>> Store::list_imports(ListImports wanted) {
    return threaded_->read(&Reader::list_imports, std::move(wanted));
}

Async<Page<RejectedRow>> Store::list_rejected_rows(ListRejectedRows wanted) {
    return threaded_->read(&Reader::list_rejected_rows, std::move(wanted));
}

Async<Page<Suppression>> Store::list_suppressions(ListSuppressions wanted) {
    return threaded_->read(&Reader::list_suppressions, std::move(wanted));
}

Async<Page<ResultRow>> Store::list_results(CampaignId campaign, std::int64_t after, std::int64_t limit) {
    return threaded_->read(&Reader::list_results, campaign, after, limit);
}

Async<Result<Webhook>> Store::create_webhook(CreateWebhook wanted) {
    return threaded_->write(&Writer::create_webhook, std::move(wanted));
}

Async<Result<Webhook>> Store::disable_webhook(WebhookId webhook, std::string reason, Instant now) {
    return threaded_->write(&Writer::disable_webhook, webhook, std::move(reason), now);
}

Async<Result<Webhook>> Store::enable_webhook(WebhookId webhook, Instant now) {
    return threaded_->write(&Writer::enable_webhook, webhook, now);
}

Async<Result<Webhook>> Store::rotate_secret(RotateSecret wanted) {
    return threaded_->write(&Writer::rotate_secret, std::move(wanted));
}

Async<Result<Webhook>> Store::delete_webhook(WebhookId webhook, Instant now) {
    return threaded_->write(&Writer::delete_webhook, webhook, now);
}

Async<void> Store::record_attempt(RecordAttempt attempt) {
    return threaded_->write(&Writer::record_attempt, std::move(attempt));
}

Async<Result<Delivery>> Store::resend_delivery(DeliveryId delivery, Instant now) {
    return threaded_->write(&Writer::resend_delivery, delivery, now);
}

Async<std::int64_t> Store::delete_old(DeleteOld wanted) {
    return threaded_->write_later(&Writer::delete_old, wanted);
}

Async<EventPage> Store::list_events(ListEvents wanted) {
    return threaded_->read(&Reader::list_events, std::move(wanted));
}

Async<EventRange> Store::find_event_range() {
    return threaded_->read(&Reader::find_event_range);
}

Async<std::vector<Webhook>> Store::list_webhooks() {
    return threaded_->read(&Reader::list_webhooks);
}

Async<std::optional<Webhook>> Store::find_webhook(WebhookId id) {
    return threaded_->read(&Reader::find_webhook, id);
}

Async<Page<Delivery>> Store::list_deliveries(ListDeliveries wanted) {
    return threaded_->read(&Reader::list_deliveries, wanted);
}

Async<DueDeliveries> Store::find_due_deliveries(FindDue wanted) {
    return threaded_->read(&Reader::find_due_deliveries, wanted);
}

Async<std::optional<Parcel>> Store::find_parcel(DeliveryId delivery) {
    return threaded_->read(&Reader::find_parcel, delivery);
}

Backlog Store::backlog() const noexcept {
    return threaded_->backlog();
}

EventId Store::newest_event() const {
    return threaded_->newest_event();
}

void Store::when_events_come(std::function<void()> tell) {
    threaded_->when_events_come(std::move(tell));
}

Async<void> Store::checkpoint() {
    return threaded_->checkpoint();
}

bool Store::is_healthy() const {
    return threaded_->is_healthy();
}

}  // namespace carillon::store
