// SPDX-License-Identifier: MIT
// The outbox. Of each strand (a contact's events, or a campaign's own) exactly one delivery has a next
// attempt, so that nothing overtakes what came before it; when that one is over, the next gets its turn.
#include "store/sqlite/events.hpp"
#include "store/sqlite/idempotency.hpp"
#include "store/sqlite/pages.hpp"
#include "store/sqlite/reader.hpp"
#include "store/sqlite/webhooks.hpp"
#include "store/sqlite/writer.hpp"

namespace carillon::store::sqlite {
namespace {

/// In the order of `Delivery`'s members.
constexpr char delivery_columns[] = R"sql(
    id, webhook_id, message_id, status, attempts, next_attempt_at, answer_status, error, finished_at,
    event_id, at, kind, campaign_id, contact_id, call_id, contact_status, reason)sql";

Delivery read_delivery(Query& row) {
    return Delivery{
        .id = row.id<DeliveryId>(),
        .webhook_id = row.id<WebhookId>(),
        .message_id = row.text(),
        .status = row.word<DeliveryStatus>(parse_delivery_status),
        .attempts = row.integer(),
        .next_attempt_at = row.maybe_instant(),
        .answer_status = row.maybe_integer(),
        .error = row.text(),
        .finished_at = row.maybe_instant(),
        .event = read_event(row),
    };
}

constexpr auto find_delivery_sql = sql("SELECT", delivery_columns, " FROM deliveries WHERE id = ?1");

std::optional<Delivery> find_delivery(Database& database, DeliveryId id) {
    Query query{database, find_delivery_sql, id};
    if (!query.next()) return std::nullopt;
    return read_delivery(query);
}

constexpr char give_the_next_its_turn_sql[] = R"sql(
    UPDATE deliveries SET next_attempt_at = ?2
     WHERE next_attempt_at IS NULL
       AND id = (SELECT next.id
                   FROM deliveries AS over
                   JOIN deliveries AS next
                     ON next.webhook_id = over.webhook_id AND next.strand = over.strand AND next.status = 'waiting'
                  WHERE over.id = ?1
                  ORDER BY next.id LIMIT 1))sql";

void give_the_next_its_turn(Database& database, DeliveryId over, Instant now) {
    database.run(give_the_next_its_turn_sql, over, now);
}

}  // namespace

constexpr char record_attempt_sql[] = R"sql(
    UPDATE deliveries
       SET status = ?3, attempts = attempts + 1, next_attempt_at = ?4, answer_status = ?5, error = ?6, finished_at = ?7
     WHERE id = ?1 AND status = 'waiting' AND attempts = ?2)sql";

void SqliteWriter::record_attempt(const RecordAttempt& attempt) {
    const bool is_over = attempt.status != DeliveryStatus::waiting;
    const auto recorded = database_->run(record_attempt_sql,
                                         attempt.id,
                                         attempt.attempts,
                                         attempt.status,
                                         attempt.next_attempt_at,
                                         attempt.answer_status,
                                         attempt.error,
                                         is_over ? std::optional{attempt.now} : std::nullopt);
    if (recorded == 0) return;
    if (is_over) give_the_next_its_turn(*database_, attempt.id, attempt.now);
    if (!attempt.disable_webhook) return;
    const auto delivery = find_delivery(*database_, attempt.id);
    (void)disable_webhook(delivery.value().webhook_id, attempt.error, attempt.now);
}

constexpr char hasten_delivery_sql[] =
    "UPDATE deliveries SET next_attempt_at = ?2 WHERE id = ?1 AND next_attempt_at IS NOT NULL";
constexpr char revive_delivery_sql[] = R"sql(
    UPDATE deliveries
       SET status = 'waiting', attempts = 0, finished_at = NULL, answer_status = NULL, error = '',
           next_attempt_at = CASE WHEN EXISTS (SELECT 1 FROM deliveries AS other
                                                WHERE other.webhook_id = deliveries.webhook_id
                                                  AND other.strand = deliveries.strand AND other.status = 'waiting')
                                  THEN NULL ELSE ?2 END
     WHERE id = ?1)sql";

Result<Delivery> SqliteWriter::resend_delivery(DeliveryId delivery, Instant now) {
    const auto before = find_delivery(*database_, delivery);
    if (!before || !find_webhook(*database_, before->webhook_id))
        return Error{Errc::not_found, "There is no delivery " + std::to_string(delivery.value()) + "."};
    if (before->status != DeliveryStatus::waiting)
        database_->run(revive_delivery_sql, delivery, now);
    else if (database_->run(hasten_delivery_sql, delivery, now) == 0)
        return Error{
            Errc::conflict,
            "This delivery waits for an earlier one of the same contact or campaign: send that one."};
    return find_delivery(*database_, delivery).value();
}

// Only the first rows are looked at: ids and instants grow together, all but exactly.
constexpr char delete_old_events_sql[] = R"sql(
    DELETE FROM events
     WHERE id IN (SELECT id FROM (SELECT id, at FROM events AS first_events ORDER BY id LIMIT ?2) AS first_events WHERE at < ?1))sql";
constexpr char delete_old_deliveries_sql[] = R"sql(
    DELETE FROM deliveries
     WHERE id IN (SELECT id FROM deliveries WHERE status = ?1 AND finished_at < ?2 LIMIT ?3))sql";
constexpr char delete_orphaned_deliveries_sql[] = R"sql(
    DELETE FROM deliveries
     WHERE id IN (SELECT d.id FROM webhooks AS w CROSS JOIN deliveries AS d ON d.webhook_id = w.id
                   WHERE w.deleted_at IS NOT NULL LIMIT ?1))sql";
constexpr char delete_empty_webhooks_sql[] = R"sql(
    DELETE FROM webhooks
     WHERE id IN (SELECT w.id FROM webhooks AS w
                   WHERE w.deleted_at IS NOT NULL
                     AND NOT EXISTS (SELECT 1 FROM deliveries WHERE webhook_id = w.id)))sql";
constexpr char list_too_old_sql[] = R"sql(
    SELECT d.id FROM webhooks AS w
      JOIN deliveries AS d
        ON d.id IN (SELECT id FROM deliveries WHERE webhook_id = w.id AND status = 'waiting' ORDER BY id LIMIT ?2)
     WHERE d.at < ?1)sql";
constexpr char give_up_sql[] = R"sql(
    UPDATE deliveries SET status = 'dead', next_attempt_at = NULL, finished_at = ?2, error = 'it waited too long'
     WHERE id = ?1 AND status = 'waiting')sql";

std::int64_t SqliteWriter::delete_old(const DeleteOld& wanted) {
    std::vector<DeliveryId> too_old;
    {
        Query rows{*database_, list_too_old_sql, wanted.give_up_before, wanted.limit};
        while (rows.next()) too_old.push_back(rows.id<DeliveryId>());
    }
    for (const DeliveryId each : too_old) {
        database_->run(give_up_sql, each, wanted.now);
        give_the_next_its_turn(*database_, each, wanted.now);
    }
    const auto old = [&](DeliveryStatus status, Instant before) {
        return database_->run(delete_old_deliveries_sql, status, before, wanted.limit);
    };
    return std::ssize(too_old) + database_->run(delete_old_events_sql, wanted.events_before, wanted.limit) +
           old(DeliveryStatus::delivered, wanted.delivered_before) +
           old(DeliveryStatus::dead, wanted.dead_before) +
           database_->run(delete_orphaned_deliveries_sql, wanted.limit) +
           database_->run(delete_empty_webhooks_sql) + delete_old_keys(*database_, wanted.now, wanted.limit);
}

constexpr auto list_deliveries_sql = sql("SELECT", delivery_columns, R"sql(
    FROM deliveries WHERE webhook_id = ?3 AND id > ?1 ORDER BY id LIMIT ?2)sql");
constexpr auto list_deliveries_by_status_sql = sql("SELECT", delivery_columns, R"sql(
    FROM deliveries WHERE webhook_id = ?3 AND status = ?4 AND id > ?1 ORDER BY id LIMIT ?2)sql");

Page<Delivery> SqliteReader::list_deliveries(const ListDeliveries& wanted) {
    const auto page = [&](const char* text, const auto&... filter) {
        Query query{*database_, text, wanted.after, wanted.limit + 1, wanted.webhook_id, filter...};
        return read_page(query, wanted.limit, read_delivery);
    };
    if (wanted.status) return page(list_deliveries_by_status_sql, *wanted.status);
    return page(list_deliveries_sql);
}

constexpr char list_enabled_webhooks_sql[] =
    "SELECT id FROM webhooks AS w WHERE disabled_at IS NULL AND deleted_at IS NULL";
constexpr char list_due_deliveries_sql[] = R"sql(
    SELECT id FROM deliveries
     WHERE webhook_id = ?1 AND next_attempt_at <= ?2 ORDER BY next_attempt_at, id LIMIT ?3)sql";
constexpr char find_next_due_sql[] =
    "SELECT min(next_attempt_at) FROM deliveries WHERE webhook_id = ?1 AND next_attempt_at > ?2";

DueDeliveries SqliteReader::find_due_deliveries(const FindDue& wanted) {
    const Snapshot one_moment{*database_};
    DueDeliveries found;
    Query webhooks{*database_, list_enabled_webhooks_sql};
    while (webhooks.next()) {
        const auto webhook = webhooks.id<WebhookId>();
        Query due{*database_, list_due_deliveries_sql, webhook, wanted.now, wanted.per_webhook};
        while (due.next()) found.deliveries.push_back({due.id<DeliveryId>(), webhook});
        Query later{*database_, find_next_due_sql, webhook, wanted.now};
        later.next();
        const auto at = later.maybe_instant();
        if (at && (!found.next_due_at || *at < *found.next_due_at)) found.next_due_at = at;
    }
    return found;
}

std::optional<Parcel> SqliteReader::find_parcel(DeliveryId id) {
    const Snapshot one_moment{*database_};
    auto delivery = find_delivery(*database_, id);
    if (!delivery || !delivery->next_attempt_at) return std::nullopt;
    auto webhook = sqlite::find_webhook(*database_, delivery->webhook_id);
    if (!webhook || webhook->disabled_at) return std::nullopt;
    Parcel parcel;
    parcel.record = complete_event(*database_, delivery->event);
    parcel.webhook = *std::move(webhook);
    parcel.delivery = *std::move(delivery);
    return parcel;
}

}  // namespace carillon::store::sqlite
