// SPDX-License-Identifier: MIT
#include "store/sqlite/campaigns.hpp"

#include "settings.hpp"
#include "store/sqlite/idempotency.hpp"
#include "store/sqlite/pages.hpp"
#include "store/sqlite/reader.hpp"
#include "store/sqlite/writer.hpp"

namespace carillon::store::sqlite {
namespace {

/// In the order of `Campaign`'s members; the counts in the order of `ContactStatus`.
constexpr char campaign_columns[] = R"sql(
    id, name, status, reason, settings, settings_version, pending, in_progress, answered, completed, busy, no_answer,
    failed, blocked, canceled, expired, unresolved, created_at, started_at, ended_at)sql";

CampaignCounts read_counts(Query& row) {
    CampaignCounts counts;
    for (auto& count : counts.by_status) count = row.integer();
    return counts;
}

Campaign read_campaign(Query& row) {
    return Campaign{
        .id = row.id<CampaignId>(),
        .name = row.text(),
        .status = row.word<CampaignStatus>(parse_campaign_status),
        .reason = row.text(),
        .settings = settings_from_json(row.text()),
        .settings_version = row.integer(),
        .counts = read_counts(row),
        .created_at = row.instant(),
        .started_at = row.maybe_instant(),
        .ended_at = row.maybe_instant(),
    };
}

Error no_such_campaign(CampaignId id) {
    return {Errc::not_found, "There is no campaign " + std::to_string(id.value()) + "."};
}

}  // namespace

constexpr auto find_campaign_sql =
    sql("SELECT", campaign_columns, " FROM campaigns JOIN campaign_counts ON campaign_id = id WHERE id = ?1");

std::optional<Campaign> find_campaign(Database& database, CampaignId id) {
    Query query{database, find_campaign_sql, id};
    if (!query.next()) return std::nullopt;
    return read_campaign(query);
}

// A look, which nearly always says that there is nothing to do.
constexpr char judge_counts_sql[] = R"sql(
    SELECT status = 'running' AND total > 0 AND done = total, status = 'completed' AND pending > 0
      FROM campaigns JOIN campaign_counts ON campaign_id = id WHERE id = ?1)sql";
constexpr char complete_campaign_sql[] =
    "UPDATE campaigns SET status = 'completed', status_at = ?2, ended_at = ?2 WHERE id = ?1 AND status = "
    "'running'";
constexpr char reopen_campaign_sql[] =
    "UPDATE campaigns SET status = 'running', status_at = ?2, ended_at = NULL WHERE id = ?1 AND status = "
    "'completed'";

bool complete_or_reopen(Database& database, CampaignId id, Instant now) {
    bool is_done = false, is_reopened = false;
    {
        Query counts{database, judge_counts_sql, id};
        if (!counts.next()) return false;
        is_done = counts.integer() != 0;
        is_reopened = counts.integer() != 0;
    }
    if (is_reopened) database.run(reopen_campaign_sql, id, now);
    return is_done && database.run(complete_campaign_sql, id, now) > 0;
}

constexpr char pause_if_running_sql[] =
    "UPDATE campaigns SET status = 'paused', status_at = ?3, reason = ?2 WHERE id = ?1 AND status = "
    "'running'";

bool pause_if_running(Database& database, CampaignId id, const std::string& reason, Instant now) {
    return database.run(pause_if_running_sql, id, reason, now) > 0;
}

constexpr char insert_campaign_sql[] =
    "INSERT INTO campaigns (name, status, settings, created_at) VALUES (?1, 'draft', ?2, ?3)";

Result<Campaign> SqliteWriter::create_campaign(const CreateCampaign& wanted) {
    if (wanted.idempotency) {
        const auto earlier = find_earlier_campaign(*database_, *wanted.idempotency, wanted.now);
        if (!earlier) return earlier.error();
        if (*earlier) return find_campaign(*database_, **earlier).value();
    }

    database_->run(insert_campaign_sql, wanted.name, settings_to_json(wanted.settings), wanted.now);
    const CampaignId id{database_->last_insert_id()};
    if (wanted.idempotency) remember_key(*database_, *wanted.idempotency, id, wanted.now);
    return find_campaign(*database_, id).value();
}

constexpr char change_campaign_sql[] = R"sql(
    UPDATE campaigns SET name = ?3, settings = ?4, settings_version = settings_version + 1
     WHERE id = ?1 AND settings_version = ?2)sql";

// Blocked by what the settings said before (rules/numbers.cpp, rules/contact_hours.cpp): the next claim
// judges them by what they say now.
constexpr char judge_again_sql[] = R"sql(
    UPDATE contacts SET status = 'pending', next_attempt_at = ?2, reason = '', updated_at = ?2
     WHERE campaign_id = ?1 AND status = 'blocked' AND (reason GLOB 'country: *' OR reason GLOB 'calling hours: *'))sql";

Result<Campaign> SqliteWriter::change_campaign(const ChangeCampaign& wanted) {
    const auto changed = database_->run(change_campaign_sql,
                                        wanted.id,
                                        wanted.settings_version,
                                        wanted.name,
                                        settings_to_json(wanted.settings));
    auto campaign = find_campaign(*database_, wanted.id);
    if (!campaign) return no_such_campaign(wanted.id);
    if (changed == 0)
        return Error{Errc::conflict,
                     "Somebody else changed this campaign meanwhile: read it again, then repeat the change."};
    if (campaign->status == CampaignStatus::canceled) return std::move(*campaign);
    database_->run(judge_again_sql, wanted.id, wanted.now);
    complete_or_reopen(*database_, wanted.id, wanted.now);
    return find_campaign(*database_, wanted.id).value();
}

namespace {

struct Move {
    CampaignStatus to;
    std::string_view from;  ///< for the sentence: what it must be now
    bool is_allowed;
};

Move judge(CampaignMove move, CampaignStatus now) {
    using enum CampaignStatus;
    switch (move) {
        case CampaignMove::start:
            return {running, "a draft", now == draft};
        case CampaignMove::pause:
            return {paused, "a running one", now == running};
        case CampaignMove::resume:
            return {running, "a paused one", now == paused};
        case CampaignMove::cancel:
            return {canceled, "one that is not canceled yet", now != canceled};
    }
    return {now, "", false};
}

Error illegal_move(const Campaign& campaign, CampaignMove move, std::string_view from) {
    return {Errc::conflict,
            "Campaign " + std::to_string(campaign.id.value()) + " is " +
                std::string{to_text(campaign.status)} + "; only " + std::string{from} +
                " can be moved by \"" + std::string{to_text(move)} + "\"."};
}

}  // namespace

constexpr char move_campaign_sql[] = R"sql(
    UPDATE campaigns
       SET status = ?3, status_at = ?4, reason = '',
           started_at = CASE WHEN ?3 = 'running' THEN coalesce(started_at, ?4) ELSE started_at END,
           running_since = CASE WHEN ?3 = 'running' THEN ?4 ELSE running_since END,
           ended_at = CASE WHEN ?3 = 'canceled' THEN ?4 END
     WHERE id = ?1 AND status = ?2)sql";

Result<Campaign> SqliteWriter::move_campaign(const MoveCampaign& wanted) {
    const auto campaign = find_campaign(*database_, wanted.id);
    if (!campaign) return no_such_campaign(wanted.id);
    const Move move = judge(wanted.move, campaign->status);
    if (!move.is_allowed) return illegal_move(*campaign, wanted.move, move.from);

    database_->run(move_campaign_sql, wanted.id, campaign->status, move.to, wanted.now);
    complete_or_reopen(*database_, wanted.id, wanted.now);
    return find_campaign(*database_, wanted.id).value();
}

constexpr char cancel_waiting_contacts_sql[] = R"sql(
    UPDATE contacts SET status = 'canceled', next_attempt_at = NULL, reason = 'the campaign was canceled', updated_at = ?2
     WHERE id IN (SELECT c.id
                    FROM campaigns m
                    JOIN campaign_counts k ON k.campaign_id = m.id AND k.pending > 0
                    JOIN contacts c ON c.campaign_id = m.id AND c.status = 'pending'
                   WHERE m.status = 'canceled'
                   LIMIT ?1))sql";

std::int64_t SqliteWriter::cancel_waiting_contacts(std::int64_t limit, Instant now) {
    return database_->run(cancel_waiting_contacts_sql, limit, now);
}

constexpr char retire_contacts_sql[] = R"sql(
    UPDATE contacts SET status = ?4, next_attempt_at = NULL, reason = ?5, updated_at = ?6
     WHERE id IN (SELECT c.id
                    FROM campaigns m
                    JOIN contacts c ON c.campaign_id = m.id AND c.status = 'pending'
                   WHERE m.id = ?1 AND m.status = 'running' AND m.settings_version = ?2
                   LIMIT ?3))sql";
constexpr char retire_contacts_of_zones_sql[] = R"sql(
    UPDATE contacts SET status = ?4, next_attempt_at = NULL, reason = ?5, updated_at = ?6
     WHERE id IN (SELECT c.id
                    FROM campaigns m
                    JOIN contacts c ON c.campaign_id = m.id AND c.status = 'pending' AND c.zone_set_id = ?7
                   WHERE m.id = ?1 AND m.status = 'running' AND m.settings_version = ?2
                   LIMIT ?3))sql";

std::int64_t SqliteWriter::retire_contacts(const RetireContacts& wanted) {
    const auto run = [&](const char* text, const auto&... zone_set) {
        return database_->run(text,
                              wanted.campaign_id,
                              wanted.settings_version,
                              wanted.limit,
                              wanted.status,
                              wanted.reason,
                              wanted.now,
                              zone_set...);
    };
    const auto retired = wanted.zone_set_id ? run(retire_contacts_of_zones_sql, *wanted.zone_set_id)
                                            : run(retire_contacts_sql);
    complete_or_reopen(*database_, wanted.campaign_id, wanted.now);
    return retired;
}

std::optional<Campaign> SqliteReader::find_campaign(CampaignId id) {
    return sqlite::find_campaign(*database_, id);
}

constexpr auto list_campaigns_sql = sql("SELECT", campaign_columns, R"sql(
    FROM campaigns JOIN campaign_counts ON campaign_id = id WHERE id > ?1 ORDER BY id LIMIT ?2)sql");
constexpr auto list_campaigns_by_status_sql = sql("SELECT", campaign_columns, R"sql(
    FROM campaigns JOIN campaign_counts ON campaign_id = id
   WHERE status = ?3 AND id > ?1 ORDER BY id LIMIT ?2)sql");

Page<Campaign> SqliteReader::list_campaigns(const ListCampaigns& wanted) {
    const auto page = [&](const char* text, const auto&... filter) {
        Query query{*database_, text, wanted.after, wanted.limit + 1, filter...};
        return read_page(query, wanted.limit, read_campaign);
    };
    if (wanted.status) return page(list_campaigns_by_status_sql, *wanted.status);
    return page(list_campaigns_sql);
}

}  // namespace carillon::store::sqlite
