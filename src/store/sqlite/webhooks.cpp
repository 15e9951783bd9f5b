// SPDX-License-Identifier: MIT
#include "store/sqlite/webhooks.hpp"

#include "store/sqlite/campaigns.hpp"
#include "store/sqlite/idempotency.hpp"
#include "store/sqlite/reader.hpp"
#include "store/sqlite/writer.hpp"

namespace carillon::store::sqlite {
namespace {

/// In the order of `Webhook`'s members.
constexpr char webhook_columns[] = R"sql(
    id, url, kinds, campaign_id, secret, old_secret, old_secret_until, created_at, disabled_at, disabled_reason)sql";

/// Each between blanks, so that a trigger finds one by its name; a blank alone means all.
std::string join(const std::vector<EventKind>& kinds) {
    std::string joined = " ";
    for (const EventKind kind : kinds) joined.append(to_text(kind)).append(" ");
    return joined;
}

std::vector<EventKind> split(std::string_view joined) {
    std::vector<EventKind> kinds;
    for (joined.remove_prefix(1); !joined.empty();) {
        const std::size_t end = joined.find(' ');
        kinds.push_back(parse_event_kind(joined.substr(0, end)).value());
        joined.remove_prefix(end + 1);
    }
    return kinds;
}

Webhook read_webhook(Query& row) {
    return Webhook{
        .id = row.id<WebhookId>(),
        .url = row.text(),
        .kinds = split(row.text()),
        .campaign_id = row.maybe_id<CampaignId>(),
        .secret = Secret{row.text()},
        .old_secret = Secret{row.text()},
        .old_secret_until = row.maybe_instant(),
        .created_at = row.instant(),
        .disabled_at = row.maybe_instant(),
        .disabled_reason = row.text(),
    };
}

Result<Webhook> found(Database& database, WebhookId id) {
    auto webhook = find_webhook(database, id);
    if (!webhook) return Error{Errc::not_found, "There is no webhook " + std::to_string(id.value()) + "."};
    return *std::move(webhook);
}

}  // namespace

constexpr auto find_webhook_sql =
    sql("SELECT", webhook_columns, " FROM webhooks WHERE id = ?1 AND deleted_at IS NULL");

std::optional<Webhook> find_webhook(Database& database, WebhookId id) {
    Query query{database, find_webhook_sql, id};
    if (!query.next()) return std::nullopt;
    return read_webhook(query);
}

constexpr char count_webhooks_sql[] = "SELECT count(*) FROM webhooks AS w WHERE deleted_at IS NULL";
constexpr char insert_webhook_sql[] =
    "INSERT INTO webhooks (url, kinds, campaign_id, secret, created_at) VALUES (?1, ?2, ?3, ?4, ?5)";

Result<Webhook> SqliteWriter::create_webhook(const CreateWebhook& wanted) {
    if (wanted.idempotency) {
        const auto earlier = find_earlier_webhook(*database_, *wanted.idempotency, wanted.now);
        if (!earlier) return earlier.error();
        if (*earlier) return found(*database_, **earlier);
    }
    if (wanted.campaign_id && !find_campaign(*database_, *wanted.campaign_id))
        return Error{Errc::not_found,
                     "There is no campaign " + std::to_string(wanted.campaign_id->value()) + "."};
    {
        Query count{*database_, count_webhooks_sql};
        count.next();
        if (count.integer() >= wanted.most)
            return Error{Errc::conflict,
                         "There are " + std::to_string(wanted.most) +
                             " webhooks already, as many as there may be: delete one first."};
    }
    database_->run(insert_webhook_sql,
                   wanted.url,
                   join(wanted.kinds),
                   wanted.campaign_id,
                   wanted.secret.reveal(),
                   wanted.now);
    const WebhookId id{database_->last_insert_id()};
    if (wanted.idempotency) remember_key(*database_, *wanted.idempotency, id, wanted.now);
    return found(*database_, id);
}

constexpr char disable_webhook_sql[] =
    "UPDATE webhooks SET disabled_at = ?3, disabled_reason = ?2 WHERE id = ?1 AND disabled_at IS NULL";

Result<Webhook> SqliteWriter::disable_webhook(WebhookId webhook, const std::string& reason, Instant now) {
    database_->run(disable_webhook_sql, webhook, reason, now);
    return found(*database_, webhook);
}

constexpr char enable_webhook_sql[] =
    "UPDATE webhooks SET disabled_at = NULL, disabled_reason = '' WHERE id = ?1";

Result<Webhook> SqliteWriter::enable_webhook(WebhookId webhook, Instant) {
    database_->run(enable_webhook_sql, webhook);
    return found(*database_, webhook);
}

constexpr char rotate_secret_sql[] = R"sql(
    UPDATE webhooks SET old_secret = secret, old_secret_until = ?3, secret = ?2
     WHERE id = ?1 AND deleted_at IS NULL)sql";

Result<Webhook> SqliteWriter::rotate_secret(const RotateSecret& wanted) {
    database_->run(rotate_secret_sql, wanted.id, wanted.secret.reveal(), wanted.old_until);
    return found(*database_, wanted.id);
}

constexpr char delete_webhook_sql[] =
    "UPDATE webhooks SET deleted_at = ?2, secret = '', old_secret = '', old_secret_until = NULL WHERE id = "
    "?1";

Result<Webhook> SqliteWriter::delete_webhook(WebhookId webhook, Instant now) {
    auto there = found(*database_, webhook);
    if (there) database_->run(delete_webhook_sql, webhook, now);
    return there;
}

constexpr auto list_webhooks_sql =
    sql("SELECT", webhook_columns, " FROM webhooks AS w WHERE deleted_at IS NULL ORDER BY id");

std::vector<Webhook> SqliteReader::list_webhooks() {
    std::vector<Webhook> webhooks;
    Query rows{*database_, list_webhooks_sql};
    while (rows.next()) webhooks.push_back(read_webhook(rows));
    return webhooks;
}

std::optional<Webhook> SqliteReader::find_webhook(WebhookId id) {
    return sqlite::find_webhook(*database_, id);
}

}  // namespace carillon::store::sqlite
