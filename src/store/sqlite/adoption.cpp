// SPDX-License-Identifier: MIT
// Calls that the carrier has and a restored database does not: each gets a row, and each contact that it may
// have reached is told so. Nothing here can lead to a call; in doubt a contact goes to a person.
#include <algorithm>
#include <iterator>

#include "settings.hpp"
#include "store/sqlite/calls.hpp"
#include "store/sqlite/campaigns.hpp"
#include "store/sqlite/contacts.hpp"
#include "store/sqlite/writer.hpp"

namespace carillon::store::sqlite {
namespace {

constexpr char is_campaigns_number_sql[] = R"sql(
    SELECT 1 FROM campaigns
     WHERE json_extract(settings, '$.from_number') = ?1
        OR ?1 IN (SELECT value FROM json_each(settings, '$.from_pool.numbers')) LIMIT 1)sql";

/// An account may serve other programs: theirs are none of our business.
bool is_ours(Database& database, const AdoptCalls& wanted, const std::string& from) {
    return from == wanted.adhoc_settings.from_number || Query{database, is_campaigns_number_sql, from}.next();
}

constexpr auto find_call_without_sid_sql = sql("SELECT",
                                               call_columns.text,
                                               R"sql(
    FROM calls WHERE to_number = ?1 AND from_number = ?2 AND call_sid IS NULL
                 AND)sql",
                                               is_open_sql);

/// One of which the backup does not know whether it was placed: this may be it.
std::optional<Call> find_call_without_sid(Database& database, const CarrierCall& listed) {
    Query query{database, find_call_without_sid_sql, listed.to, listed.from};
    if (!query.next()) return std::nullopt;
    return read_call(query);
}

constexpr auto list_contacts_of_number_sql = sql("SELECT", contact_columns, R"sql(
      FROM contacts
     WHERE phone = ?1
       AND campaign_id IN (SELECT id FROM campaigns
                            WHERE (json_extract(settings, '$.from_number') = ?2
                                   OR ?2 IN (SELECT value FROM json_each(settings, '$.from_pool.numbers')))
                              AND (status = 'draft') = ?3))sql");

std::vector<Contact> list_contacts_of(Database& database, const CarrierCall& listed, bool in_drafts) {
    Query query{database, list_contacts_of_number_sql, listed.to, listed.from, std::int64_t{in_drafts}};
    std::vector<Contact> contacts;
    while (query.next()) contacts.push_back(read_contact(query));
    return contacts;
}

bool is_waiting(const Contact& contact) {
    return !is_done(contact.status);
}

/// Whom this call may have been for. Who was waiting when the backup was made comes first, then who stood in
/// a draft that may have been started since, then who was done.
std::vector<Contact> find_candidates(Database& database, const CarrierCall& listed) {
    for (const bool in_drafts : {false, true}) {
        auto waiting = list_contacts_of(database, listed, in_drafts);
        std::erase_if(waiting, [](const Contact& each) { return !is_waiting(each); });
        if (!waiting.empty()) return waiting;
    }
    return list_contacts_of(database, listed, false);
}

constexpr char count_attempt_sql[] =
    "UPDATE contacts SET attempts = attempts + 1, updated_at = ?2 WHERE id = ?1";
constexpr char begin_progress_sql[] = R"sql(
    UPDATE contacts SET status = 'in_progress', next_attempt_at = NULL, last_call_id = ?2, reason = '', updated_at = ?3
     WHERE id = ?1)sql";

void hand_to_a_person(Database& database, const Contact& contact, const char* why, Instant now) {
    ContactStep step;
    step.status = ContactStatus::unresolved;
    step.reason = why;
    step_contact(database, contact, step, 0, now);
    complete_or_reopen(database, contact.campaign_id, now);
}

constexpr char ambiguous[] =
    "after the backup that was restored the carrier rang this number, for one of several campaigns";
constexpr char number_in_use[] =
    "after the backup that was restored the carrier rang this number, which has another call";

/// A row for a call that the carrier has. One that may not be open, because its number has another open
/// call, begins as given up: its end will be taken, and it is polled until then.
CallId insert_listed(Database& database,
                     SharedTexts& texts,
                     const Decisions& decisions,
                     Call call,
                     const ListedCall& listed,
                     Instant now) {
    const bool is_given_up = has_open_call(database, listed.call.to);
    call.state = is_given_up ? CallState::unresolved : CallState::submitting;
    if (is_given_up) call.given_up_at = now;
    call.submitted_at = listed.call.date_created.value_or(now);
    call.from_number = listed.call.from;
    call.to_number = listed.call.to;
    call.created_at = now;
    const Booking booking = decisions.book(call, settings_from_json(call.settings), now);
    return insert_call(database, texts, call, booking);
}

Call call_for(Database& database, const Contact& contact) {
    const Campaign campaign = find_campaign(database, contact.campaign_id).value();
    Call call;
    call.campaign_id = campaign.id;
    call.contact_id = contact.id;
    call.attempt = contact.attempts + 1;
    call.settings = settings_to_json(campaign.settings);
    call.settings_version = campaign.settings_version;
    return call;
}

Call call_for_nobody(const CampaignSettings& adhoc_settings) {
    Call call;
    call.settings = settings_to_json(adhoc_settings);
    return call;
}

/// Enters the call where it belongs; what the carrier says of it is settled afterwards.
void enter(Database& database,
           SharedTexts& texts,
           const Decisions& decisions,
           const AdoptCalls& wanted,
           const ListedCall& listed,
           const CallToken& token,
           AdoptedCalls& adopted) {
    const auto candidates = find_candidates(database, listed.call);
    for (const Contact& each : candidates) database.run(count_attempt_sql, each.id, wanted.now);

    if (candidates.size() != 1) {
        Call call = call_for_nobody(wanted.adhoc_settings);
        call.token = token;
        insert_listed(database, texts, decisions, std::move(call), listed, wanted.now);
        ++adopted.without_contact;
        for (const Contact& each : candidates) {
            if (each.status != ContactStatus::pending) continue;
            hand_to_a_person(database, each, ambiguous, wanted.now);
            ++adopted.handed_to_a_person;
        }
        return;
    }

    const Contact& contact = candidates.front();
    const bool is_free = !has_open_call(database, listed.call.to);
    Call call = call_for(database, contact);
    call.token = token;
    const CallId id = insert_listed(database, texts, decisions, std::move(call), listed, wanted.now);
    ++adopted.adopted;
    if (contact.status != ContactStatus::pending) return;  // it has another call, or is done
    if (is_free) {
        database.run(begin_progress_sql, contact.id, id, wanted.now);
    } else {
        hand_to_a_person(database, contact, number_in_use, wanted.now);
        ++adopted.handed_to_a_person;
    }
}

}  // namespace

/// True when it is the call of which this row did not know whether it was placed.
bool SqliteWriter::is_found_again(const Call& call, const ListedCall& listed, Instant now) {
    if (call.state != CallState::unknown) return false;
    const Standing standing = read_standing(*database_, settings_, call);
    return !decisions_.after_search(standing, {listed.call}, now).call.call_sid.empty();
}

AdoptedCalls SqliteWriter::adopt_calls(const AdoptCalls& wanted) {
    AdoptedCalls adopted;
    auto token = wanted.tokens.begin();
    for (const ListedCall& listed : wanted.calls) {
        if (find_call_by_sid(*database_, listed.call.sid)) {
            settle_callback(listed.word);
            ++adopted.known;
            continue;
        }
        if (!is_ours(*database_, wanted, listed.call.from)) continue;
        const auto open = find_call_without_sid(*database_, listed.call);
        if (open && !wanted.is_in_order) {
            adopted.to_be_ordered.push_back(listed);
        } else if (open && is_found_again(*open, listed, wanted.now)) {
            record_search(open->id, {listed.call}, wanted.now);
            ++adopted.known;
        } else {
            NewCallback word = listed.word;
            word.token = *token++;
            enter(*database_, texts_, decisions_, wanted, listed, word.token, adopted);
            settle_callback(word);
        }
    }
    return adopted;
}

}  // namespace carillon::store::sqlite
