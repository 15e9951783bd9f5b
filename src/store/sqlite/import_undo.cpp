// SPDX-License-Identifier: MIT
// An import taken back: a portion of its campaign's contacts after the other, so that nobody waits long for
// the writer. Contacts are never deleted; a later upload of the same number revives them (imports.cpp).
#include <limits>
#include <string_view>

#include "store/sqlite/campaigns.hpp"
#include "store/sqlite/writer.hpp"

namespace carillon::store::sqlite {
namespace {

struct Portion {
    CampaignId campaign;
    std::int64_t after = 0;
    std::int64_t last = 0;
    bool is_last = false;
};

constexpr char find_campaign_of_import_sql[] = "SELECT campaign_id FROM imports WHERE id = ?1";

std::optional<CampaignId> find_campaign_of(Database& database, ImportId import) {
    Query query{database, find_campaign_of_import_sql, import};
    return query.next() ? query.maybe_id<CampaignId>() : std::nullopt;
}

// Of the whole campaign, by its own index: one on the import would cost every upload of everybody.
constexpr char find_last_of_portion_sql[] =
    "SELECT id FROM contacts WHERE campaign_id = ?1 AND id > ?2 ORDER BY id LIMIT 1 OFFSET ?3";

Portion find_portion(Database& database, CampaignId campaign, const UndoImport& wanted) {
    Query query{database, find_last_of_portion_sql, campaign, wanted.after, wanted.limit - 1};
    if (query.next()) return {campaign, wanted.after, query.integer(), false};
    return {campaign, wanted.after, std::numeric_limits<std::int64_t>::max(), true};
}

// What the carrier may have been asked for counts as an attempt. An unresolved contact without one may have
// been called before a restore.
constexpr char take_back_contacts_sql[] = R"sql(
    UPDATE contacts SET status = 'canceled', next_attempt_at = NULL, reason = ?5, updated_at = ?6
     WHERE campaign_id = ?1 AND id > ?2 AND id <= ?3 AND import_id = ?4 AND attempts = 0
       AND status IN ('pending', 'blocked', 'expired', 'canceled') AND NOT (status = 'canceled' AND reason = ?5))sql";
constexpr char count_taken_back_sql[] = R"sql(
    SELECT coalesce(sum(status = 'canceled' AND reason = ?5), 0), count(*)
      FROM contacts WHERE campaign_id = ?1 AND id > ?2 AND id <= ?3 AND import_id = ?4)sql";

UndonePortion take_back(Database& database, const Portion& portion, const UndoImport& wanted) {
    const std::string_view reason{undone_reason};
    database.run(take_back_contacts_sql,
                 portion.campaign,
                 portion.after,
                 portion.last,
                 wanted.import_id,
                 reason,
                 wanted.now);
    Query counts{database,
                 count_taken_back_sql,
                 portion.campaign,
                 portion.after,
                 portion.last,
                 wanted.import_id,
                 reason};
    counts.next();
    UndonePortion undone;
    undone.undone = counts.integer();
    undone.kept = counts.integer() - undone.undone;
    if (!portion.is_last) undone.next = portion.last;
    return undone;
}

constexpr char mark_undone_sql[] = "UPDATE imports SET undone_at = ?2 WHERE id = ?1 AND undone_at IS NULL";

}  // namespace

Result<UndonePortion> SqliteWriter::undo_import(const UndoImport& wanted) {
    const auto campaign = find_campaign_of(*database_, wanted.import_id);
    if (!campaign)
        return Error{Errc::not_found, "There is no import " + std::to_string(wanted.import_id.value()) + "."};
    const auto undone = take_back(*database_, find_portion(*database_, *campaign, wanted), wanted);
    if (!undone.next) database_->run(mark_undone_sql, wanted.import_id, wanted.now);
    complete_or_reopen(*database_, *campaign, wanted.now);
    return undone;
}

}  // namespace carillon::store::sqlite
