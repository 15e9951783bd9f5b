// SPDX-License-Identifier: MIT
// Uploads: contacts come in by the batch, and every row that became none is kept with its reason.
#include "store/sqlite/imports.hpp"

#include <unordered_map>

#include "store/sqlite/campaigns.hpp"
#include "store/sqlite/pages.hpp"
#include "store/sqlite/reader.hpp"
#include "store/sqlite/suppressions.hpp"
#include "store/sqlite/writer.hpp"
#include "store/sqlite/zone_sets.hpp"

namespace carillon::store::sqlite {

constexpr char import_columns[] =
    " id, campaign_id, received, accepted, duplicates, rejected, started_at, finished_at, undone_at, "
    "taken_over, "
    "copied_from";

Import read_import(Query& row) {
    return Import{
        .id = row.id<ImportId>(),
        .campaign_id = row.id<CampaignId>(),
        .received = row.integer(),
        .accepted = row.integer(),
        .duplicates = row.integer(),
        .rejected = row.integer(),
        .started_at = row.instant(),
        .finished_at = row.maybe_instant(),
        .undone_at = row.maybe_instant(),
        .taken_over = row.integer(),
        .copied_from = row.maybe_id<CampaignId>(),
    };
}

constexpr auto find_import_sql = sql("SELECT", import_columns, " FROM imports WHERE id = ?1");

std::optional<Import> find_import(Database& database, ImportId id) {
    Query query{database, find_import_sql, id};
    if (!query.next()) return std::nullopt;
    return read_import(query);
}

constexpr auto find_finished_copy_sql = sql("SELECT", import_columns, R"sql(
    FROM imports WHERE campaign_id = ?1 AND copied_from = ?2 AND finished_at IS NOT NULL ORDER BY id LIMIT 1)sql");

std::optional<Import> find_finished_copy(Database& database, CampaignId campaign, CampaignId copied_from) {
    Query query{database, find_finished_copy_sql, campaign, copied_from};
    if (!query.next()) return std::nullopt;
    return read_import(query);
}

namespace {

Error no_such_import(ImportId id) {
    return {Errc::not_found, "There is no import " + std::to_string(id.value()) + "."};
}

/// Whether the campaign takes contacts; the error says why not.
Result<void> may_take_contacts(Database& database, CampaignId id) {
    const auto campaign = find_campaign(database, id);
    if (!campaign) return Error{Errc::not_found, "There is no campaign " + std::to_string(id.value()) + "."};
    if (campaign->status == CampaignStatus::canceled)
        return Error{Errc::conflict, "The campaign is canceled: it takes no more contacts."};
    return boost::system::in_place_value;
}

}  // namespace

constexpr char insert_import_sql[] =
    "INSERT INTO imports (campaign_id, copied_from, started_at) VALUES (?1, ?2, ?3)";

Import insert_import(Database& database,
                     CampaignId campaign,
                     std::optional<CampaignId> copied_from,
                     Instant now) {
    database.run(insert_import_sql, campaign, copied_from, now);
    return find_import(database, ImportId{database.last_insert_id()}).value();
}

Result<Import> SqliteWriter::begin_import(CampaignId campaign, Instant now) {
    const auto allowed = may_take_contacts(*database_, campaign);
    if (!allowed) return allowed.error();
    return insert_import(*database_, campaign, std::nullopt, now);
}

namespace {

// A contact that an undo took back is revived: the same row, with all that the new one says.
constexpr char insert_contact_sql[] = R"sql(
    INSERT INTO contacts (campaign_id, phone, name, time_zone, variables, priority, status, next_attempt_at, reason,
                          created_at, updated_at, import_id, line, zone_set_id)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11, ?12, ?13)
    ON CONFLICT (campaign_id, phone) DO UPDATE
       SET name = excluded.name, time_zone = excluded.time_zone, variables = excluded.variables,
           priority = excluded.priority, status = excluded.status, next_attempt_at = excluded.next_attempt_at,
           reason = excluded.reason, updated_at = excluded.updated_at, import_id = excluded.import_id,
           line = excluded.line, zone_set_id = excluded.zone_set_id
     WHERE contacts.status = 'canceled' AND contacts.reason = ?14 AND contacts.attempts = 0
       AND contacts.import_id <> excluded.import_id)sql";

constexpr char has_suppressions_sql[] = "SELECT max(id) IS NOT NULL FROM suppressions";

bool has_suppressions(Database& database) {
    Query query{database, has_suppressions_sql};
    return query.next() && query.integer() != 0;
}

/// What is the same for many contacts of a batch, asked once.
class Batch {
public:
    Batch(Database& database, const Import& import, Instant now)
        : database_(database), import_(import), now_(now), has_suppressions_(has_suppressions(database)) {}

    /// Returns whether it is a contact now; if not, its number stands in the campaign already.
    bool insert(const NewContact& contact);

private:
    std::int64_t zone_set(const ContactZones& zones);

    Database& database_;
    const Import& import_;
    Instant now_;
    bool has_suppressions_;
    std::unordered_map<std::string, std::int64_t> zone_sets_;
};

std::int64_t Batch::zone_set(const ContactZones& zones) {
    const auto known = zone_sets_.find(zones.text());
    return known != zone_sets_.end() ? known->second
                                     : zone_sets_[zones.text()] = zone_set_of(database_, zones);
}

bool Batch::insert(const NewContact& contact) {
    const bool is_unwanted = has_suppressions_ && is_suppressed(database_, contact.phone.e164());
    const std::string blocked = is_unwanted ? suppressed_reason : contact.blocked;
    const bool is_blocked = !blocked.empty();
    return database_.run(insert_contact_sql,
                         import_.campaign_id,
                         contact.phone.e164(),
                         contact.name,
                         contact.time_zone,
                         contact.variables,
                         contact.priority,
                         is_blocked ? ContactStatus::blocked : ContactStatus::pending,
                         is_blocked ? std::nullopt : std::optional{now_},
                         blocked,
                         now_,
                         import_.id,
                         contact.line,
                         zone_set(ContactZones::find(contact.phone, contact.time_zone)),
                         std::string_view{undone_reason}) > 0;
}

RejectedRow as_duplicate(const NewContact& contact) {
    return {contact.line,
            "phone",
            "duplicate",
            "This number stands in the campaign already; nothing was changed.",
            contact.phone.e164()};
}

constexpr char insert_rejected_row_sql[] = R"sql(
    INSERT INTO rejected_rows (import_id, line, field, code, message, value) VALUES (?1, ?2, ?3, ?4, ?5, ?6))sql";

void insert_rejected_rows(Database& database, ImportId import, const std::vector<RejectedRow>& rows) {
    for (const RejectedRow& row : rows)
        database.run(insert_rejected_row_sql, import, row.line, row.field, row.code, row.message, row.value);
}

constexpr char count_rows_sql[] = R"sql(
    UPDATE imports SET received = received + ?2 + ?3 + ?4, accepted = accepted + ?2, duplicates = duplicates + ?3,
                       rejected = rejected + ?4
     WHERE id = ?1)sql";

}  // namespace

Result<AddedContacts> SqliteWriter::add_contacts(const AddContacts& wanted) {
    const auto import = find_import(*database_, wanted.import_id);
    if (!import) return no_such_import(wanted.import_id);
    if (import->finished_at) return Error{Errc::conflict, "This import is finished: begin another."};
    if (import->undone_at) return Error{Errc::conflict, "This import was undone: begin another."};
    const auto allowed = may_take_contacts(*database_, import->campaign_id);
    if (!allowed) return allowed.error();

    AddedContacts added;
    Batch batch{*database_, *import, wanted.now};
    for (const NewContact& contact : wanted.contacts) {
        if (batch.insert(contact))
            ++added.accepted;
        else
            added.duplicates.push_back(as_duplicate(contact));
    }
    insert_rejected_rows(*database_, import->id, added.duplicates);
    insert_rejected_rows(*database_, import->id, wanted.rejected);
    database_->run(count_rows_sql,
                   import->id,
                   added.accepted,
                   std::ssize(added.duplicates),
                   std::ssize(wanted.rejected));
    complete_or_reopen(*database_, import->campaign_id, wanted.now);
    return added;
}

constexpr char finish_import_sql[] =
    "UPDATE imports SET finished_at = ?2 WHERE id = ?1 AND finished_at IS NULL";

Result<Import> SqliteWriter::finish_import(ImportId id, Instant now) {
    database_->run(finish_import_sql, id, now);
    auto import = find_import(*database_, id);
    if (!import) return no_such_import(id);
    return std::move(*import);
}

std::optional<Import> SqliteReader::find_import(ImportId id) {
    return sqlite::find_import(*database_, id);
}

constexpr auto list_imports_sql = sql("SELECT", import_columns, R"sql(
    FROM imports WHERE campaign_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3)sql");

Page<Import> SqliteReader::list_imports(const ListImports& wanted) {
    Query query{*database_, list_imports_sql, wanted.campaign_id, wanted.after, wanted.limit + 1};
    return read_page(query, wanted.limit, read_import);
}

namespace {

RejectedRow read_rejected_row(Query& row) {
    (void)row.integer();  // the key of lists
    return RejectedRow{.line = row.integer(),
                       .field = row.text(),
                       .code = row.text(),
                       .message = row.text(),
                       .value = row.text()};
}

}  // namespace

constexpr char list_rejected_rows_sql[] = R"sql(
    SELECT id, line, field, code, message, value FROM rejected_rows
     WHERE import_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3)sql";

Page<RejectedRow> SqliteReader::list_rejected_rows(const ListRejectedRows& wanted) {
    Query query{*database_, list_rejected_rows_sql, wanted.import_id, wanted.after, wanted.limit + 1};
    return read_page(query, wanted.limit, read_rejected_row);
}

}  // namespace carillon::store::sqlite
