// SPDX-License-Identifier: MIT
// Claiming: who is rung next. A contact is taken from the queue and its call recorded in one transaction,
// before the carrier hears of it.
#include <limits>
#include <stdexcept>

#include "settings.hpp"
#include "store/sqlite/calls.hpp"
#include "store/sqlite/campaigns.hpp"
#include "store/sqlite/contacts.hpp"
#include "store/sqlite/suppressions.hpp"
#include "store/sqlite/writer.hpp"

namespace carillon::store::sqlite {
namespace {

/// The highest priority below `?2` at which somebody waits; from the end of an index, so one seek.
constexpr char next_priority_sql[] = R"sql(
    SELECT max(priority) FROM contacts WHERE campaign_id = ?1 AND status = 'pending' AND priority <= ?2)sql";
constexpr auto pick_due_sql = sql("SELECT", contact_columns, R"sql(
      FROM contacts
     WHERE campaign_id = ?1 AND status = 'pending' AND priority = ?2 AND next_attempt_at <= ?3
     ORDER BY next_attempt_at, id LIMIT ?4)sql");

std::optional<std::int64_t> next_priority(Database& database, CampaignId campaign, std::int64_t at_most) {
    Query query{database, next_priority_sql, campaign, at_most};
    return query.next() ? query.maybe_integer() : std::nullopt;
}

/// Priority by priority, because contacts that wait for a retry stand between one priority's due ones and the
/// next's: a single range over the index would read through all of them.
std::vector<Contact> pick_due(Database& database, const Turn& turn, Instant now) {
    std::vector<Contact> picked;
    auto priority = next_priority(database, turn.campaign_id, std::numeric_limits<std::int64_t>::max());
    while (priority && std::ssize(picked) < turn.count) {
        Query due{database, pick_due_sql, turn.campaign_id, *priority, now, turn.count - std::ssize(picked)};
        while (due.next()) picked.push_back(read_contact(due));
        if (*priority == std::numeric_limits<std::int64_t>::min()) break;
        priority = next_priority(database, turn.campaign_id, *priority - 1);
    }
    return picked;
}

/// The step of a contact that may not be rung now; none: it may.
std::optional<ContactStep> find_hindrance(Database& database,
                                          const Contact& contact,
                                          const ClaimDue& wanted) {
    ContactStep step;
    if (is_suppressed(database, contact.phone)) {
        step.status = ContactStatus::blocked;
        step.reason = suppressed_reason;
        return step;
    }
    if (!has_open_call(database, contact.phone) &&
        !may_be_on_the_line(database, contact.phone, contact.id, {wanted.now, wanted.clock_even_since}))
        return std::nullopt;
    step.next_attempt_at = wanted.now + wanted.number_busy_delay;
    step.reason = contact.reason;
    return step;
}

constexpr char find_by_phone_sql[] = "SELECT id FROM contacts WHERE campaign_id = ?1 AND phone = ?2";

/// A number stands twice in the file: in the row, and in the unique index that the upload made. A byte that
/// went wrong in one of them would ring a stranger, and no check of the pages can see it.
void require_as_uploaded(Database& database, const Contact& contact) {
    Query found{database, find_by_phone_sql, contact.campaign_id, contact.phone};
    if (found.next() && found.id<ContactId>() == contact.id) return;
    throw Damaged{"the number of contact " + std::to_string(contact.id.value()) +
                  " is not the one that was uploaded"};
}

constexpr auto begin_progress_sql = sql(R"sql(
    UPDATE contacts SET status = 'in_progress', next_attempt_at = NULL, last_call_id = ?2, reason = '', updated_at = ?3
     WHERE id = ?1 AND status = 'pending'
    RETURNING)sql",
                                        contact_columns);

Contact begin_progress(Database& database, ContactId contact, CallId call, Instant now) {
    Query query{database, begin_progress_sql, contact, call, now};
    if (!query.next()) throw std::logic_error("a contact moved while it was being claimed");
    return read_contact(query);
}

/// A call of this campaign to nobody yet.
Call draw_up(const Campaign& campaign, Instant now) {
    Call call;
    call.campaign_id = campaign.id;
    call.from_number = campaign.settings.from_number;
    call.settings = settings_to_json(campaign.settings);
    call.settings_version = campaign.settings_version;
    call.created_at = now;
    return call;
}

ClaimedCall claim(Database& database, Call call, const Contact& contact, const CampaignSettings& settings) {
    require_as_uploaded(database, contact);
    call.contact_id = contact.id;
    call.to_number = contact.phone;
    call.attempt = contact.attempts + 1;
    call.id = insert_call(database, call);
    Contact claimed = begin_progress(database, contact.id, call.id, call.created_at);
    return {std::move(call), std::move(claimed), settings};
}

void require_tokens(const ClaimDue& wanted) {
    std::int64_t calls = 0;
    for (const Turn& turn : wanted.turns) calls += turn.count;
    if (calls > std::ssize(wanted.tokens)) throw std::logic_error("fewer tokens than calls to claim");
}

}  // namespace

std::vector<ClaimedCall> SqliteWriter::claim_due(const ClaimDue& wanted) {
    require_tokens(wanted);
    auto token = wanted.tokens.begin();
    std::vector<ClaimedCall> claimed;
    for (const Turn& turn : wanted.turns) {
        const auto campaign = find_campaign(*database_, turn.campaign_id);
        if (!campaign || campaign->status != CampaignStatus::running) continue;
        Call call = draw_up(*campaign, wanted.now);
        for (const Contact& contact : pick_due(*database_, turn, wanted.now)) {
            if (const auto step = find_hindrance(*database_, contact, wanted)) {
                step_contact(*database_, contact, *step, 0, wanted.now);
                continue;
            }
            call.token = *token++;
            claimed.push_back(claim(*database_, call, contact, campaign->settings));
        }
        complete_or_reopen(*database_, turn.campaign_id, wanted.now);
    }
    return claimed;
}

}  // namespace carillon::store::sqlite
