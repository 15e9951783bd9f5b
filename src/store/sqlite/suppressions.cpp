// SPDX-License-Identifier: MIT
#include "store/sqlite/suppressions.hpp"

#include <set>

#include "store/sqlite/calls.hpp"
#include "store/sqlite/campaigns.hpp"
#include "store/sqlite/contacts.hpp"
#include "store/sqlite/pages.hpp"
#include "store/sqlite/reader.hpp"
#include "store/sqlite/writer.hpp"

namespace carillon::store::sqlite {

constexpr char is_suppressed_sql[] = "SELECT 1 FROM suppressions WHERE phone = ?1";

bool is_suppressed(Database& database, const std::string& phone) {
    return Query{database, is_suppressed_sql, phone}.next();
}

constexpr char add_suppression_sql[] =
    "INSERT INTO suppressions (phone, reason, created_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
// Only campaigns in which somebody waits are looked into, each by its unique index on the number.
constexpr char block_waiting_contacts_sql[] = R"sql(
    UPDATE contacts SET status = 'blocked', next_attempt_at = NULL, reason = ?2, updated_at = ?3
     WHERE id IN (SELECT c.id
                    FROM campaign_counts k
                   CROSS JOIN contacts c ON c.campaign_id = k.campaign_id AND c.phone = ?1
                   WHERE k.pending > 0 AND c.status = 'pending')
    RETURNING campaign_id)sql";

std::int64_t SqliteWriter::add_suppressions(const std::vector<NewSuppression>& wanted, Instant now) {
    std::int64_t added = 0;
    std::set<CampaignId> touched;
    for (const NewSuppression& each : wanted) {
        added += database_->run(add_suppression_sql, each.phone.e164(), each.reason, now);
        Query blocked{*database_,
                      block_waiting_contacts_sql,
                      each.phone.e164(),
                      std::string_view{suppressed_reason},
                      now};
        while (blocked.next()) touched.insert(blocked.id<CampaignId>());
    }
    for (const CampaignId campaign : touched) complete_or_reopen(*database_, campaign, now);
    return added;
}

Result<Contact> SqliteWriter::opt_out(const OptOut& wanted) {
    const std::string id = std::to_string(wanted.contact_id.value());
    const auto contact = find_contact(*database_, wanted.contact_id);
    if (!contact) return Error{Errc::not_found, "There is no contact " + id + "."};
    const auto phone = PhoneNumber::from_e164(contact->phone);
    if (!phone) throw Damaged{"contact " + id + " has no phone number"};
    add_suppressions({{*phone, wanted.reason + " (contact " + id + ")"}}, wanted.now);
    return find_contact(*database_, wanted.contact_id).value();
}

// Few calls are open at one time, and each is looked up by its number.
constexpr auto list_suppressed_calls_sql = sql("SELECT", call_columns.text, R"sql(
      FROM calls INDEXED BY calls_open
     WHERE ended_at IS NULL AND given_up_at IS NULL AND state IN ('accepted', 'initiated', 'ringing')
       AND EXISTS (SELECT 1 FROM suppressions WHERE phone = to_number)
     LIMIT ?1)sql");

std::vector<Call> SqliteReader::list_suppressed_calls(std::int64_t limit) {
    Query query{*database_, list_suppressed_calls_sql, limit};
    return read_calls(query);
}

namespace {

Suppression read_suppression(Query& row) {
    (void)row.integer();  // the key of lists
    return Suppression{.phone = row.text(), .reason = row.text(), .created_at = row.instant()};
}

}  // namespace

constexpr char remove_suppression_sql[] =
    "DELETE FROM suppressions WHERE phone = ?1 RETURNING id, phone, reason, created_at";

Result<Suppression> SqliteWriter::remove_suppression(const PhoneNumber& phone, Instant) {
    Query removed{*database_, remove_suppression_sql, phone.e164()};
    if (!removed.next()) return Error{Errc::not_found, "This number is not suppressed."};
    return read_suppression(removed);
}

constexpr char list_suppressions_sql[] =
    "SELECT id, phone, reason, created_at FROM suppressions WHERE id > ?1 ORDER BY id LIMIT ?2";

Page<Suppression> SqliteReader::list_suppressions(const ListSuppressions& wanted) {
    Query query{*database_, list_suppressions_sql, wanted.after, wanted.limit + 1};
    return read_page(query, wanted.limit, read_suppression);
}

}  // namespace carillon::store::sqlite
