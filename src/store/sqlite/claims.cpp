// SPDX-License-Identifier: MIT
// Claiming: who is rung next. A contact is taken from the queue and its call recorded in one transaction,
// before the carrier hears of it.
#include <algorithm>
#include <limits>
#include <stdexcept>

#include "settings.hpp"
#include "store/sqlite/calls.hpp"
#include "store/sqlite/campaigns.hpp"
#include "store/sqlite/contacts.hpp"
#include "store/sqlite/inquiries.hpp"
#include "store/sqlite/writer.hpp"
#include "store/sqlite/zone_sets.hpp"

namespace carillon::store::sqlite {
namespace {

/// The highest priority up to `?3` at which somebody of these zones waits; from the end of an index, so one
/// seek.
constexpr char next_priority_sql[] = R"sql(
    SELECT max(priority) FROM contacts
     WHERE campaign_id = ?1 AND zone_set_id = ?2 AND status = 'pending' AND priority <= ?3)sql";
constexpr char pick_due_sql[] = R"sql(
    SELECT next_attempt_at, id FROM contacts
     WHERE campaign_id = ?1 AND zone_set_id = ?2 AND status = 'pending' AND priority = ?3 AND next_attempt_at <= ?4
     ORDER BY next_attempt_at, id LIMIT ?5)sql";

/// One priority of one campaign, among the zones whose hour it is.
class Queue {
public:
    Queue(Database& database, const Turn& turn)
        : database_(database), campaign_(turn.campaign_id), zone_sets_(zone_sets_of(database, turn)) {}

    [[nodiscard]] std::optional<std::int64_t> highest_priority(std::int64_t at_most) {
        std::optional<std::int64_t> highest;
        for (const auto zone_set : zone_sets_) {
            Query query{database_, next_priority_sql, campaign_, zone_set, at_most};
            if (query.next()) highest = std::max(highest, query.maybe_integer());
        }
        return highest;
    }

    /// The longest due, at most `limit` of them.
    [[nodiscard]] std::vector<ContactId> due(std::int64_t priority, Instant now, std::int64_t limit) {
        std::vector<std::pair<Instant, ContactId>> found;
        for (const auto zone_set : zone_sets_) {
            Query query{database_, pick_due_sql, campaign_, zone_set, priority, now, limit};
            while (query.next()) {
                const Instant due_at = query.instant();
                found.emplace_back(due_at, query.id<ContactId>());
            }
        }
        std::sort(found.begin(), found.end());
        if (std::ssize(found) > limit) found.resize(static_cast<std::size_t>(limit));
        std::vector<ContactId> ids;
        for (const auto& [due_at, id] : found) ids.push_back(id);
        return ids;
    }

private:
    static std::vector<std::int64_t> zone_sets_of(Database& database, const Turn& turn) {
        if (turn.zone_set_ids) return *turn.zone_set_ids;
        std::vector<std::int64_t> all;
        for (const WaitingZone& zone : list_waiting(database, turn.campaign_id))
            all.push_back(zone.zone_set_id);
        return all;
    }

    Database& database_;
    CampaignId campaign_;
    std::vector<std::int64_t> zone_sets_;
};

/// Priority by priority, because contacts that wait for a retry stand between one priority's due ones and the
/// next's: a single range over the index would read through all of them.
std::vector<Contact> pick_due(Database& database, const Turn& turn, Instant now) {
    Queue queue{database, turn};
    std::vector<Contact> picked;
    auto priority = queue.highest_priority(std::numeric_limits<std::int64_t>::max());
    while (priority && std::ssize(picked) < turn.count) {
        for (const ContactId id : queue.due(*priority, now, turn.count - std::ssize(picked)))
            picked.push_back(find_contact(database, id).value());
        if (*priority == std::numeric_limits<std::int64_t>::min()) break;
        priority = queue.highest_priority(*priority - 1);
    }
    return picked;
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

// Without RETURNING, for which SQLite would make a table each time.
constexpr char begin_progress_sql[] = R"sql(
    UPDATE contacts SET status = 'in_progress', next_attempt_at = NULL, last_call_id = ?2, reason = '', updated_at = ?3
     WHERE id = ?1 AND status = 'pending')sql";

Contact begin_progress(Database& database, Contact contact, CallId call, Instant now) {
    if (database.run(begin_progress_sql, contact.id, call, now) != 1)
        throw std::logic_error("a contact moved while it was being claimed");
    contact.status = ContactStatus::in_progress;
    contact.next_attempt_at.reset();
    contact.last_call_id = call;
    contact.reason.clear();
    contact.updated_at = now;
    return contact;
}

/// A call of this campaign to nobody yet.
Call draw_up(const Campaign& campaign, Instant now) {
    Call call;
    call.campaign_id = campaign.id;
    call.settings = settings_to_json(campaign.settings);
    call.settings_version = campaign.settings_version;
    call.created_at = now;
    return call;
}

ClaimedCall claim(
    Database& database, SharedTexts& texts, Call call, const Standing& standing, const Booking& booking) {
    const Contact& contact = *standing.contact;
    require_as_uploaded(database, contact);
    call.contact_id = contact.id;
    call.from_number = booking.from_number;
    call.attempt = contact.attempts + 1;
    call.id = insert_call(database, texts, call, booking);
    Contact claimed = begin_progress(database, contact, call.id, call.created_at);
    return {std::move(call), std::move(claimed), *standing.settings};
}

void require_tokens(const ClaimDue& wanted) {
    std::int64_t calls = 0;
    for (const Turn& turn : wanted.turns) calls += turn.count;
    if (calls > std::ssize(wanted.tokens)) throw std::logic_error("fewer tokens than calls to claim");
}

}  // namespace

void SqliteWriter::inquire_about(Inquiry& inquiry, Contact contact, const ClockReading& clock) {
    inquiry.standing.call.to_number = contact.phone;
    inquiry.number = read_number_record(*database_, contact.phone, contact.id, clock, clock.now);
    inquiry.last_from_number = last_from_number(*database_, contact);
    inquiry.standing.contact = std::move(contact);
}

/// Its submission and its callbacks will ask for it. From the second call on the earlier ones are read, too.
void SqliteWriter::remember(const ClaimedCall& claimed, const Campaign& campaign) {
    if (claimed.call.attempt > 1) return;
    Standing standing;
    standing.call = claimed.call;
    standing.call.settings = Call{}.settings;
    standing.contact = claimed.contact;
    standing.settings = campaign.settings;
    standing.campaign_status = campaign.status;
    open_calls_.put(std::move(standing));
}

Claims SqliteWriter::claim_due(const ClaimDue& wanted) {
    require_tokens(wanted);
    open_calls_.trust(*database_);
    auto token = wanted.tokens.begin();
    Claims claims;
    Inquiry inquiry;
    Standing& standing = inquiry.standing;
    inquiry.account = read_account_use(*database_, decisions_.day_of(wanted.now), wanted.unknown_since);
    for (const Turn& turn : wanted.turns) {
        const auto campaign = find_campaign(*database_, turn.campaign_id);
        if (!campaign || campaign->status != CampaignStatus::running) continue;
        standing.call = draw_up(*campaign, wanted.now);
        standing.settings = campaign->settings;
        standing.campaign_status = campaign->status;
        for (Contact& contact : pick_due(*database_, turn, wanted.now)) {
            inquire_about(inquiry, std::move(contact), {wanted.now, wanted.clock_even_since});
            Examination examination = decisions_.examine(inquiry, Moment::claim, wanted.now);
            if (examination.limit) {
                claims.limit = std::move(examination.limit);
                break;
            }
            if (examination.step) {
                step_contact(*database_, *standing.contact, *examination.step, 0, wanted.now);
                continue;
            }
            standing.call.token = *token++;
            claims.calls.push_back(claim(*database_, texts_, standing.call, standing, examination.booking));
            add_claim(inquiry.account, examination.booking, turn.campaign_id);
            remember(claims.calls.back(), *campaign);
        }
        if (complete_or_reopen(*database_, turn.campaign_id, wanted.now)) open_calls_.forget();
    }
    open_calls_.keep(*database_);
    return claims;
}

}  // namespace carillon::store::sqlite
