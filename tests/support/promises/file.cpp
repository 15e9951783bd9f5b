// SPDX-License-Identifier: MIT
#include <algorithm>
#include <iterator>

#include "support/promises/checks.hpp"

namespace carillon::test {
namespace {

// P3: every uploaded contact is in exactly one bucket, the sums are right, and what was not taken says why.
constexpr Audit nobody_is_skipped[] = {
    {R"sql(SELECT 'campaign ' || campaign_id || ' counts ' || name || ' ' || counted || ', there are ' || found
             FROM (SELECT k.campaign_id, s.name, s.counted,
                          (SELECT count(*) FROM contacts AS c WHERE c.campaign_id = k.campaign_id AND c.status = s.name)
                              AS found
                     FROM campaign_counts AS k,
                          (SELECT campaign_id, 'pending' AS name, pending AS counted FROM campaign_counts
                           UNION ALL SELECT campaign_id, 'in_progress', in_progress FROM campaign_counts
                           UNION ALL SELECT campaign_id, 'answered', answered FROM campaign_counts
                           UNION ALL SELECT campaign_id, 'completed', completed FROM campaign_counts
                           UNION ALL SELECT campaign_id, 'busy', busy FROM campaign_counts
                           UNION ALL SELECT campaign_id, 'no_answer', no_answer FROM campaign_counts
                           UNION ALL SELECT campaign_id, 'failed', failed FROM campaign_counts
                           UNION ALL SELECT campaign_id, 'blocked', blocked FROM campaign_counts
                           UNION ALL SELECT campaign_id, 'canceled', canceled FROM campaign_counts
                           UNION ALL SELECT campaign_id, 'expired', expired FROM campaign_counts
                           UNION ALL SELECT campaign_id, 'unresolved', unresolved FROM campaign_counts) AS s
                    WHERE s.campaign_id = k.campaign_id)
            WHERE counted <> found)sql",
     "SELECT count(*) FROM contacts"},
    {R"sql(SELECT 'campaign ' || k.campaign_id || ' has ' || k.total || ' contacts, its uploads accepted ' ||
                  sum(i.accepted - i.taken_over)
             FROM campaign_counts AS k JOIN imports AS i ON i.campaign_id = k.campaign_id
            GROUP BY k.campaign_id HAVING k.total <> sum(i.accepted - i.taken_over))sql",
     "SELECT count(*) FROM imports"},
    {R"sql(SELECT 'upload ' || i.id || ' accepted ' || i.accepted || ' contacts, of whom later uploads took ' ||
                  i.taken_over || ' over; there are ' || coalesce(c.found, 0)
             FROM imports AS i
             LEFT JOIN (SELECT import_id, count(*) AS found FROM contacts GROUP BY import_id) AS c ON c.import_id = i.id
            WHERE i.accepted - i.taken_over <> coalesce(c.found, 0))sql",
     "SELECT count(*) FROM imports"},
    {R"sql(SELECT 'upload ' || i.id || ' left out ' || (i.duplicates + i.rejected) || ' rows and explains ' || count(r.id)
             FROM imports AS i LEFT JOIN rejected_rows AS r ON r.import_id = i.id
            GROUP BY i.id HAVING i.duplicates + i.rejected <> count(r.id))sql",
     "SELECT count(*) FROM rejected_rows"},
    {R"sql(SELECT 'day ' || u.day || ' counts ' || u.calls || ' calls from ' || u.from_number || ', ' || u.minutes ||
                  ' minutes; there are ' || sum(l.is_counted) || ', ' || sum(l.used_minutes)
             FROM usage AS u JOIN calls AS l ON l.day = u.day AND l.from_number = u.from_number
            GROUP BY u.day, u.from_number
           HAVING u.calls <> sum(l.is_counted) OR u.minutes <> sum(l.used_minutes)
               OR u.spend_micros <> sum(l.used_minutes * l.price_micros))sql",
     "SELECT count(*) FROM usage"},
    {R"sql(SELECT 'campaign ' || o.campaign_id || ' counts ' || o.calls || ' open calls from ' || o.from_number ||
                  '; there are ' || count(l.id)
             FROM open_calls AS o LEFT JOIN calls AS l
               ON coalesce(l.campaign_id, 0) = o.campaign_id AND l.from_number = o.from_number
              AND l.state NOT IN ('ended', 'unresolved')
            GROUP BY o.campaign_id, o.from_number HAVING o.calls <> count(l.id))sql",
     "SELECT count(*) FROM open_calls"},
    {R"sql(SELECT 'contact ' || c.id || ' waits in a campaign that is ' || k.status
             FROM contacts AS c JOIN campaigns AS k ON k.id = c.campaign_id
            WHERE c.status = 'pending' AND k.status = 'completed')sql",
     "SELECT 0"},
    {R"sql(SELECT 'contact ' || c.id || ' is in progress, its call ' || coalesce(l.id, 'is missing') || ' is ' ||
                  coalesce(l.state, 'nowhere')
             FROM contacts AS c LEFT JOIN calls AS l ON l.id = c.last_call_id
            WHERE c.status = 'in_progress' AND coalesce(l.state, 'ended') IN ('ended', 'unresolved'))sql",
     "SELECT count(*) FROM contacts WHERE status = 'in_progress'"},
    {R"sql(SELECT 'call ' || l.id || ' is open, its contact ' || c.id || ' is ' || c.status
             FROM calls AS l JOIN contacts AS c ON c.id = l.contact_id
            WHERE l.state NOT IN ('ended', 'unresolved') AND c.last_call_id = l.id AND c.status <> 'in_progress')sql",
     "SELECT 0"},
};
constexpr Audit nobody_waits[] = {
    {R"sql(SELECT 'contact ' || c.id || ' is ' || c.status || ' after the end of campaign ' || k.id
             FROM contacts AS c JOIN campaigns AS k ON k.id = c.campaign_id
            WHERE c.status IN ('pending', 'in_progress') AND k.status IN ('running', 'completed', 'canceled'))sql",
     "SELECT 0"},
};

// P8.
constexpr Audit file_is_sound[] = {
    {"SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'", "SELECT 1"},
    {R"sql(SELECT 'row ' || rowid || ' of ' || "table" || ' refers to a missing row of ' || parent
             FROM pragma_foreign_key_check)sql",
     "SELECT 1"},
};

}  // namespace

void check_nobody_is_skipped(const Evidence& evidence, PromiseReport& report) {
    for (const Audit& audit : nobody_is_skipped) run_audit(evidence.database, audit, report);
    if (evidence.is_settled)
        for (const Audit& audit : nobody_waits) run_audit(evidence.database, audit, report);
}

void check_file_is_sound(const Evidence& evidence, PromiseReport& report) {
    for (const Audit& audit : file_is_sound) run_audit(evidence.database, audit, report);
}

}  // namespace carillon::test
