// SPDX-License-Identifier: MIT
#include "store/sqlite/contacts.hpp"

#include <stdexcept>

#include "store/sqlite/calls.hpp"
#include "store/sqlite/campaigns.hpp"
#include "store/sqlite/pages.hpp"
#include "store/sqlite/reader.hpp"
#include "store/sqlite/suppressions.hpp"
#include "store/sqlite/writer.hpp"

namespace carillon::store::sqlite {

Contact read_contact(Query& row) {
    return Contact{
        .id = row.id<ContactId>(),
        .campaign_id = row.id<CampaignId>(),
        .phone = row.text(),
        .name = row.text(),
        .time_zone = row.text(),
        .variables = row.text(),
        .priority = row.integer(),
        .status = row.word<ContactStatus>(parse_contact_status),
        .attempts = row.integer(),
        .next_attempt_at = row.maybe_instant(),
        .last_call_id = row.maybe_id<CallId>(),
        .reason = row.text(),
        .created_at = row.instant(),
        .updated_at = row.instant(),
        .zones = ContactZones{row.text()},
    };
}

constexpr auto find_contact_sql = sql("SELECT", contact_columns, " FROM contacts WHERE id = ?1");

std::optional<Contact> find_contact(Database& database, ContactId id) {
    Query query{database, find_contact_sql, id};
    if (!query.next()) return std::nullopt;
    return read_contact(query);
}

constexpr char step_contact_sql[] = R"sql(
    UPDATE contacts SET status = ?3, next_attempt_at = ?4, reason = ?5, attempts = attempts + ?6, updated_at = ?7
     WHERE id = ?1 AND status = ?2)sql";

void step_contact(
    Database& database, const Contact& contact, const ContactStep& step, std::int64_t attempts, Instant now) {
    const auto changed = database.run(step_contact_sql,
                                      contact.id,
                                      contact.status,
                                      step.status,
                                      step.next_attempt_at,
                                      step.reason,
                                      attempts,
                                      now);
    if (changed != 1) throw std::logic_error("a contact moved while it was being moved");
}

namespace {

bool may_be_requeued(ContactStatus status) {
    switch (status) {
        case ContactStatus::unresolved:
        case ContactStatus::failed:
        case ContactStatus::busy:
        case ContactStatus::no_answer:
        case ContactStatus::canceled:
        case ContactStatus::blocked:
        case ContactStatus::expired:
            return true;
        case ContactStatus::pending:
        case ContactStatus::in_progress:
        case ContactStatus::answered:
        case ContactStatus::completed:
            return false;
    }
    return false;
}

/// Why this contact cannot wait for a call again; none: it can.
std::optional<std::string> find_obstacle(Database& database, const Contact& contact) {
    if (!may_be_requeued(contact.status))
        return "A contact that is " + std::string{to_text(contact.status)} + " cannot be called again.";
    if (find_campaign(database, contact.campaign_id).value().status == CampaignStatus::canceled)
        return "Its campaign is canceled.";
    if (is_suppressed(database, contact.phone))
        return "Its number is suppressed: remove the suppression first.";
    return std::nullopt;
}

}  // namespace

Result<Contact> SqliteWriter::requeue_contact(ContactId id, Instant now) {
    const auto contact = find_contact(*database_, id);
    if (!contact) return Error{Errc::not_found, "There is no contact " + std::to_string(id.value()) + "."};
    if (const auto obstacle = find_obstacle(*database_, *contact)) return Error{Errc::conflict, *obstacle};

    ContactStep step;
    step.next_attempt_at = now;
    step_contact(*database_, *contact, step, 0, now);
    complete_or_reopen(*database_, contact->campaign_id, now);
    return find_contact(*database_, id).value();
}

std::optional<Contact> SqliteReader::find_contact(ContactId id) {
    return sqlite::find_contact(*database_, id);
}

constexpr auto list_contacts_sql = sql("SELECT", contact_columns, R"sql(
    FROM contacts WHERE campaign_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3)sql");
constexpr auto list_contacts_by_status_sql = sql("SELECT", contact_columns, R"sql(
    FROM contacts WHERE campaign_id = ?1 AND status = ?4 AND id > ?2 ORDER BY id LIMIT ?3)sql");

Page<Contact> SqliteReader::list_contacts(const ListContacts& wanted) {
    const auto page = [&](const char* text, const auto&... filter) {
        Query query{*database_, text, wanted.campaign_id, wanted.after, wanted.limit + 1, filter...};
        return read_page(query, wanted.limit, read_contact);
    };
    if (wanted.status) return page(list_contacts_by_status_sql, *wanted.status);
    return page(list_contacts_sql);
}

Page<ResultRow> SqliteReader::list_results(CampaignId campaign, std::int64_t after, std::int64_t limit) {
    const Snapshot snapshot{*database_};
    ListContacts wanted{campaign, std::nullopt, after, limit};
    auto contacts = list_contacts(wanted);
    Page<ResultRow> page;
    page.next = contacts.next;
    for (Contact& contact : contacts.items) {
        auto call = contact.last_call_id ? find_short_call(*database_, *contact.last_call_id) : std::nullopt;
        page.items.push_back({std::move(contact), std::move(call)});
    }
    return page;
}

}  // namespace carillon::store::sqlite
