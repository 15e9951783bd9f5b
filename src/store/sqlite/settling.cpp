// SPDX-License-Identifier: MIT
#include "store/sqlite/settling.hpp"

#include <stdexcept>
#include <tuple>

#include "settings.hpp"
#include "store/sqlite/calls.hpp"
#include "store/sqlite/campaigns.hpp"
#include "store/sqlite/contacts.hpp"
#include "store/sqlite/recent_calls.hpp"
#include "store/sqlite/suppressions.hpp"

namespace carillon::store::sqlite {

constexpr char read_settings_sql[] = "SELECT settings FROM campaigns WHERE id = ?1";

const CampaignSettings& SettingsCache::read(Database& database, CampaignId campaign, std::int64_t version) {
    Entry& entry = entries_[campaign];
    if (entry.version == version) return entry.settings;
    Query query{database, read_settings_sql, campaign};
    if (query.next()) entry = {version, settings_from_json(query.text())};
    return entry.settings;
}

constexpr char count_endings_sql[] =
    "SELECT outcome, answered_by, count(*) FROM calls WHERE contact_id = ?1 AND state = 'ended' AND id <> ?2 "
    "GROUP BY outcome, answered_by";

std::map<Outcome, std::int64_t> count_endings(Database& database, ContactId contact, CallId but_for) {
    Query query{database, count_endings_sql, contact, but_for};
    std::map<Outcome, std::int64_t> endings;
    while (query.next()) {
        const auto outcome = query.word<Outcome>(parse_outcome);
        const auto answered_by = query.text();
        endings[ending_of(outcome, answered_by)] += query.integer();
    }
    return endings;
}

constexpr char read_campaign_standing_sql[] = "SELECT status, settings_version FROM campaigns WHERE id = ?1";

Standing read_standing(Database& database, SettingsCache& settings, Call call) {
    Standing standing;
    if (call.campaign_id) {
        Query campaign{database, read_campaign_standing_sql, *call.campaign_id};
        if (campaign.next()) {
            standing.campaign_status = campaign.word<CampaignStatus>(parse_campaign_status);
            standing.settings = settings.read(database, *call.campaign_id, campaign.integer());
        }
    }
    if (call.contact_id) {
        auto contact = find_contact(database, *call.contact_id);
        if (contact && contact->last_call_id == call.id) {
            // The first call has none before it: nothing is asked on the way of most callbacks.
            if (contact->attempts > 1)
                standing.earlier_endings = count_endings(database, contact->id, call.id);
            standing.contact = std::move(contact);
        }
    }
    standing.call = std::move(call);
    return standing;
}

bool may_have_sid(Database& database, const Call& call, const CallSid& sid) {
    if (sid.empty() || sid == call.call_sid) return true;
    return call.call_sid.empty() && !has_call_with_sid(database, sid);
}

// RFC 7396: a null takes a member away. Laid over {} first, what is told loses its nulls.
constexpr char merge_metadata_sql[] = "SELECT json_patch(json_patch('{}', ?1), json_patch('{}', ?2))";

std::string merge_metadata(Database& database,
                           const std::string& known,
                           const std::string& told,
                           bool told_wins) {
    if (told == "{}" || told == known) return known;
    if (known == "{}" && told.find(":null") == std::string::npos) return told;
    Query merged{database, merge_metadata_sql, told_wins ? known : told, told_wins ? told : known};
    merged.next();
    return merged.text();
}

namespace {

// An index entry is written anew when a statement names one of its columns, whatever the value. So what most
// callbacks leave alone stands apart: the end, the instant of submission and the SID, whose index is random.
constexpr char move_call_sql[] = R"sql(
    UPDATE calls
       SET state = ?3, status = ?4, twilio_status = ?5, direction = ?6, error_message = ?7, answered_by = ?8,
           sip_response_code = ?9, sequence_number = ?10, metadata = ?11, checks = ?12, next_check_at = ?13,
           accepted_at = ?14, answered_at = ?15
     WHERE id = ?1 AND state = ?2)sql";
constexpr char end_call_sql[] = R"sql(
    UPDATE calls
       SET state = ?3, status = ?4, twilio_status = ?5, direction = ?6, error_message = ?7, answered_by = ?8,
           sip_response_code = ?9, sequence_number = ?10, metadata = ?11, checks = ?12, next_check_at = ?13,
           accepted_at = ?14, answered_at = ?15,
           outcome = ?16, duration_seconds = ?17, error_code = ?18, ended_at = ?19, given_up_at = ?20
     WHERE id = ?1 AND state = ?2)sql";
constexpr char date_call_sql[] = "UPDATE calls SET submitted_at = ?2 WHERE id = ?1";
constexpr char adopt_sid_sql[] = "UPDATE calls SET call_sid = ?2 WHERE id = ?1 AND call_sid IS NULL";

bool is_end_changed(const Call& before, const Call& after) {
    const auto end = [](const Call& call) {
        return std::tie(
            call.outcome, call.duration_seconds, call.error_code, call.ended_at, call.given_up_at);
    };
    return end(before) != end(after);
}

void write_call(Database& database, const Call& before, const Call& call) {
    const auto write = [&](const char* text, const auto&... end) {
        return database.run(text,
                            call.id,
                            before.state,
                            call.state,
                            call.status,
                            call.twilio_status,
                            call.direction,
                            call.error_message,
                            call.answered_by,
                            call.sip_response_code,
                            call.sequence_number,
                            call.metadata,
                            call.checks,
                            call.next_check_at,
                            call.accepted_at,
                            call.answered_at,
                            end...);
    };
    const auto changed = is_end_changed(before, call) ? write(end_call_sql,
                                                              call.outcome,
                                                              call.duration_seconds,
                                                              call.error_code,
                                                              call.ended_at,
                                                              call.given_up_at)
                                                      : write(move_call_sql);
    if (changed != 1) throw std::logic_error("a call moved while it was being settled");
    if (call.submitted_at != before.submitted_at) database.run(date_call_sql, call.id, call.submitted_at);
    if (call.call_sid != before.call_sid) database.run(adopt_sid_sql, call.id, call.call_sid.text());
}

/// An attempt is given back once, by the end of a call that had been counted.
std::int64_t attempts_given_back(const Call& before, const Settlement& settlement) {
    const bool was_counted = before.submitted_at.has_value() && before.state != CallState::ended;
    return was_counted && !settlement.contact->attempt_counts ? 1 : 0;
}

/// Nobody waits in a canceled campaign, whatever a retry rule may hope.
ContactStep respect_cancel(const Standing& standing, ContactStep step) {
    if (standing.campaign_status != CampaignStatus::canceled || step.status != ContactStatus::pending)
        return step;
    step.status = ContactStatus::canceled;
    step.next_attempt_at.reset();
    step.reason = "the campaign was canceled";
    return step;
}

/// Nobody whose number is suppressed waits for a call, and a call that was canceled says no more than that.
/// Whom it reached stays reached.
ContactStep respect_suppression(Database& database, const Call& call, ContactStep step) {
    const bool was_not_reached = step.status == ContactStatus::pending || call.outcome == Outcome::canceled;
    if (!was_not_reached || !is_suppressed(database, call.to_number)) return step;
    step.status = ContactStatus::blocked;
    step.next_attempt_at.reset();
    step.reason = suppressed_reason;
    return step;
}

void write_contact(Database& database,
                   const Standing& standing,
                   const Settlement& settlement,
                   Settled& settled,
                   Instant now) {
    const ContactStep step =
        respect_suppression(database, settlement.call, respect_cancel(standing, *settlement.contact));
    step_contact(database, *standing.contact, step, -attempts_given_back(standing.call, settlement), now);
    settled.contact_done = is_done(step.status);
    if (complete_or_reopen(database, standing.contact->campaign_id, now))
        settled.completed_campaign = standing.contact->campaign_id;
}

/// A late word about an unresolved call may say that it still rings, while the number has another call by now
/// (a person had decided so). Two open calls to one number cannot be recorded; its end will be, when it
/// comes.
bool is_reopening_in_vain(Database& database, const Call& before, const Call& after) {
    return !is_open(before.state) && is_open(after.state) && has_open_call(database, after.to_number);
}

/// Why the campaign stops now that this call has failed; empty: it goes on. Costs a look at its last calls,
/// and that only when one fails.
std::string ask_circuit_breaker(Database& database,
                                const Decisions& decisions,
                                const Standing& standing,
                                const Settlement& settlement,
                                Instant now) {
    const Call& call = settlement.call;
    const bool has_failed = settlement.applied && call.campaign_id && standing.settings &&
                            (call.outcome == Outcome::failed || call.outcome == Outcome::rejected);
    if (!has_failed || standing.campaign_status != CampaignStatus::running) return {};
    const auto& breaker = standing.settings->circuit_breaker;
    if (!breaker) return {};
    const Seconds window{breaker->window_seconds};
    return decisions.why_circuit_breaks(
        *breaker, count_recent_calls(database, *call.campaign_id, now - window), call);
}

}  // namespace

Settled write_settlement(Database& database,
                         const Decisions& decisions,
                         const Standing& standing,
                         Settlement settlement,
                         Instant now) {
    if (is_reopening_in_vain(database, standing.call, settlement.call)) {
        settlement = Settlement{};
        settlement.call = standing.call;
    }
    Settled settled;
    settled.before = standing.call.state;
    settled.applied = settlement.applied;
    settled.conflicting_end = settlement.conflicting_end;
    settled.unknown_word = settlement.unknown_word;

    Call& call = settlement.call;
    if (call.state == CallState::ended) call.next_check_at.reset();
    write_call(database, standing.call, call);
    if (settlement.contact && standing.contact) write_contact(database, standing, settlement, settled, now);
    if (settlement.pause_campaign.empty())
        settlement.pause_campaign = ask_circuit_breaker(database, decisions, standing, settlement, now);
    if (!settlement.pause_campaign.empty() && call.campaign_id &&
        pause_if_running(database, *call.campaign_id, settlement.pause_campaign, now)) {
        settled.paused_campaign = call.campaign_id;
        settled.pause_reason = std::move(settlement.pause_campaign);
    }
    if (standing.call.state < CallState::accepted && !call.call_sid.empty())
        settled.must_be_canceled = is_suppressed(database, call.to_number);
    settled.call = std::move(call);
    return settled;
}

}  // namespace carillon::store::sqlite
