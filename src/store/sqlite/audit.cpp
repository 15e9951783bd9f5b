// SPDX-License-Identifier: MIT
#include "store/sqlite/audit.hpp"

#include <array>
#include <memory>
#include <stdexcept>

#include "store/sqlite/database.hpp"
#include "store/sqlite/migrations.hpp"
#include "store/sqlite/reader.hpp"

namespace carillon::store {
namespace {

using sqlite::Database;
using sqlite::Query;

constexpr std::int64_t most_of_a_kind = 20;

/// All that is read from it is of one moment.
std::unique_ptr<Database> open_snapshot(const std::filesystem::path& file) {
    auto database = std::make_unique<Database>(file, sqlite::gentlest_access(file));
    database->execute("BEGIN");
    const std::string problem = sqlite::find_problem(*database, sqlite::known_migrations());
    if (!problem.empty()) throw std::runtime_error(problem);
    return database;
}

// ---- each of these is empty in a sound database; its rows are sentences

constexpr char wrong_counts_sql[] = R"sql(
    SELECT 'campaign ' || k.campaign_id || ' counts its contacts wrongly: ' || k.total || ' in all, there are ' ||
           coalesce(found.total, 0)
      FROM campaign_counts AS k
      LEFT JOIN (SELECT campaign_id, count(*) AS total, sum(status = 'pending') AS pending,
                        sum(status = 'in_progress') AS in_progress, sum(status = 'answered') AS answered,
                        sum(status = 'completed') AS completed, sum(status = 'busy') AS busy,
                        sum(status = 'no_answer') AS no_answer, sum(status = 'failed') AS failed,
                        sum(status = 'blocked') AS blocked, sum(status = 'canceled') AS canceled,
                        sum(status = 'expired') AS expired, sum(status = 'unresolved') AS unresolved
                   FROM contacts GROUP BY campaign_id) AS found ON found.campaign_id = k.campaign_id
     WHERE (k.pending, k.in_progress, k.answered, k.completed, k.busy, k.no_answer, k.failed, k.blocked, k.canceled,
            k.expired, k.unresolved)
           <> (coalesce(found.pending, 0), coalesce(found.in_progress, 0), coalesce(found.answered, 0),
               coalesce(found.completed, 0), coalesce(found.busy, 0), coalesce(found.no_answer, 0),
               coalesce(found.failed, 0), coalesce(found.blocked, 0), coalesce(found.canceled, 0),
               coalesce(found.expired, 0), coalesce(found.unresolved, 0)))sql";
constexpr char missing_counts_sql[] = R"sql(
    SELECT 'campaign ' || id || ' has no counts' FROM campaigns WHERE id NOT IN (SELECT campaign_id FROM campaign_counts))sql";
constexpr char wrong_uploads_sql[] = R"sql(
    SELECT 'campaign ' || k.campaign_id || ' has ' || k.total || ' contacts, its uploads accepted ' ||
           coalesce(sum(i.accepted - i.taken_over), 0)
      FROM campaign_counts AS k LEFT JOIN imports AS i ON i.campaign_id = k.campaign_id
     GROUP BY k.campaign_id HAVING k.total <> coalesce(sum(i.accepted - i.taken_over), 0))sql";
constexpr char wrong_imports_sql[] = R"sql(
    SELECT 'upload ' || i.id || ' accepted ' || (i.accepted - i.taken_over) || ' contacts, there are ' ||
           coalesce(found.total, 0)
      FROM imports AS i
      LEFT JOIN (SELECT import_id, count(*) AS total FROM contacts GROUP BY import_id) AS found ON found.import_id = i.id
     WHERE i.accepted - i.taken_over <> coalesce(found.total, 0))sql";
constexpr char unexplained_rows_sql[] = R"sql(
    SELECT 'upload ' || i.id || ' left ' || (i.duplicates + i.rejected) || ' rows out and explains ' || count(r.id)
      FROM imports AS i LEFT JOIN rejected_rows AS r ON r.import_id = i.id
     GROUP BY i.id HAVING i.duplicates + i.rejected <> count(r.id))sql";
constexpr char forgotten_contacts_sql[] = R"sql(
    SELECT 'contact ' || c.id || ' is ' || c.status || ', but its campaign ' || m.id || ' is completed'
      FROM campaigns AS m JOIN contacts AS c ON c.campaign_id = m.id AND c.status IN ('pending', 'in_progress')
     WHERE m.status = 'completed')sql";
constexpr char lonely_contacts_sql[] = R"sql(
    SELECT 'contact ' || c.id || ' is in progress, but its last call ' || c.last_call_id || ' is ' ||
           coalesce((SELECT state FROM calls WHERE id = c.last_call_id), 'missing')
      FROM contacts AS c
     WHERE c.status = 'in_progress'
       AND 1 <> (SELECT count(*) FROM calls AS l
                  WHERE l.contact_id = c.id AND l.ended_at IS NULL AND l.given_up_at IS NULL AND l.id = c.last_call_id))sql";
constexpr char lonely_calls_sql[] = R"sql(
    SELECT 'call ' || l.id || ' is ' || l.state || ', but its contact ' || c.id || ' is ' || c.status
      FROM calls AS l JOIN contacts AS c ON c.id = l.contact_id
     WHERE l.ended_at IS NULL AND l.given_up_at IS NULL AND c.last_call_id = l.id AND c.status <> 'in_progress')sql";
constexpr char doubled_calls_sql[] = R"sql(
    SELECT 'calls ' || group_concat(id, ' and ') || ' to one number are open at the same time'
      FROM calls NOT INDEXED WHERE state NOT IN ('ended', 'unresolved') GROUP BY to_number HAVING count(*) > 1)sql";
constexpr char wrong_open_calls_sql[] = R"sql(
    SELECT 'of campaign ' || k.campaign_id || ' ' || k.calls || ' calls from ' || k.from_number ||
           ' are counted as open, there are ' || coalesce(found.total, 0)
      FROM open_calls AS k
      LEFT JOIN (SELECT coalesce(campaign_id, 0) AS campaign_id, from_number, count(*) AS total FROM calls NOT INDEXED
                  WHERE ended_at IS NULL AND given_up_at IS NULL GROUP BY 1, 2) AS found
        ON found.campaign_id = k.campaign_id AND found.from_number = k.from_number
     WHERE k.calls <> coalesce(found.total, 0))sql";
constexpr char doubled_sids_sql[] = R"sql(
    SELECT 'calls ' || group_concat(id, ' and ') || ' have one SID'
      FROM calls NOT INDEXED WHERE call_sid IS NOT NULL GROUP BY call_sid HAVING count(*) > 1)sql";

constexpr char stuck_deliveries_sql[] = R"sql(
    SELECT 'of webhook ' || webhook_id || ' the deliveries about ' ||
           CASE WHEN strand > 0 THEN 'contact ' ELSE 'campaign ' END || abs(strand) ||
           iif(count(next_attempt_at) = 0, ' wait for none that is under way', ' do not go one after the other')
      FROM deliveries WHERE status = 'waiting' AND strand IS NOT NULL
     GROUP BY webhook_id, strand HAVING count(next_attempt_at) <> 1)sql";

constexpr std::array questions{wrong_counts_sql,
                               missing_counts_sql,
                               wrong_uploads_sql,
                               wrong_imports_sql,
                               unexplained_rows_sql,
                               forgotten_contacts_sql,
                               lonely_contacts_sql,
                               lonely_calls_sql,
                               doubled_calls_sql,
                               wrong_open_calls_sql,
                               doubled_sids_sql,
                               stuck_deliveries_sql};

void ask(Database& database, const char* question, std::vector<std::string>& findings) {
    Query rows{database, question};
    std::int64_t count = 0;
    while (rows.next())
        if (++count <= most_of_a_kind) findings.push_back(rows.text());
    if (count > most_of_a_kind)
        findings.push_back("and " + std::to_string(count - most_of_a_kind) + " more of this kind");
}

void check_itself(Database& database, std::vector<std::string>& damage) {
    Query integrity{database, "PRAGMA integrity_check(20)"};
    while (integrity.next())
        if (std::string complaint = integrity.text(); complaint != "ok")
            damage.push_back(std::move(complaint));
    Query references{database, "PRAGMA foreign_key_check"};
    while (references.next() && std::ssize(damage) < most_of_a_kind) {
        const std::string table = references.text();
        const auto row = references.integer();
        damage.push_back("row " + std::to_string(row) + " of " + table + " refers to a missing row of " +
                         references.text());
    }
}

}  // namespace

SqliteAudit audit_sqlite(const std::filesystem::path& file) {
    const auto database = open_snapshot(file);
    SqliteAudit audit;
    if (sqlite::schema_version(*database) == 0) return audit;
    check_itself(*database, audit.damage);
    for (const char* question : questions) ask(*database, question, audit.findings);
    return audit;
}

void for_each_call(const std::filesystem::path& file,
                   const std::function<void(const Call&, const std::vector<Callback>&)>& look) {
    constexpr std::int64_t portion = 1000;
    auto database = open_snapshot(file);
    if (sqlite::schema_version(*database) == 0) return;
    sqlite::SqliteReader reader{std::move(database)};
    ListCalls wanted;
    wanted.limit = portion;
    for (std::optional<std::int64_t> next{0}; next;) {
        wanted.after = *next;
        const auto page = reader.list_calls(wanted);
        for (const Call& call : page.items) look(call, reader.list_callbacks(call.id));
        next = page.next;
    }
}

}  // namespace carillon::store
