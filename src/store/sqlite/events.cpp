// SPDX-License-Identifier: MIT
#include "store/sqlite/events.hpp"

#include <algorithm>

#include "store/sqlite/calls.hpp"
#include "store/sqlite/contacts.hpp"
#include "store/sqlite/reader.hpp"

namespace carillon::store::sqlite {

constexpr char find_newest_event_sql[] = "SELECT coalesce(max(id), 0) FROM events";

EventId find_newest_event(Database& database) {
    Query newest{database, find_newest_event_sql};
    newest.next();
    return newest.id<EventId>();
}

Event read_event(Query& row) {
    return Event{
        .id = row.id<EventId>(),
        .at = row.instant(),
        .kind = row.word<EventKind>(parse_event_kind),
        .campaign_id = row.maybe_id<CampaignId>(),
        .contact_id = row.maybe_id<ContactId>(),
        .call_id = row.maybe_id<CallId>(),
        .status = row.maybe_word<ContactStatus>(parse_contact_status),
        .reason = row.text(),
    };
}

constexpr char find_campaign_name_sql[] = "SELECT name FROM campaigns WHERE id = ?1";

EventRecord complete_event(Database& database, Event event) {
    EventRecord record;
    if (event.contact_id) record.contact = find_contact(database, *event.contact_id);
    if (event.call_id) record.call = find_short_call(database, *event.call_id);
    if (event.campaign_id) {
        Query name{database, find_campaign_name_sql, *event.campaign_id};
        if (name.next()) record.campaign_name = name.text();
    }
    record.event = std::move(event);
    return record;
}

namespace {

bool is_wanted(const Event& event, const ListEvents& wanted) {
    if (wanted.campaign_id && event.campaign_id != wanted.campaign_id) return false;
    return wanted.kinds.empty() ||
           std::find(wanted.kinds.begin(), wanted.kinds.end(), event.kind) != wanted.kinds.end();
}

}  // namespace

constexpr char list_events_sql[] = R"sql(
    SELECT id, at, kind, campaign_id, contact_id, call_id, status, reason
      FROM events WHERE id > ?1 ORDER BY id LIMIT ?2)sql";

EventPage SqliteReader::list_events(const ListEvents& wanted) {
    const Snapshot one_moment{*database_};
    EventPage page;
    page.looked_to = wanted.after;
    std::int64_t looked_at = 0;
    Query rows{*database_, list_events_sql, wanted.after, wanted.look_at};
    for (; rows.next(); ++looked_at) {
        Event event = read_event(rows);
        page.looked_to = event.id;
        if (is_wanted(event, wanted)) page.events.push_back(complete_event(*database_, std::move(event)));
    }
    page.is_last = looked_at < wanted.look_at;
    return page;
}

constexpr char find_event_range_sql[] =
    "SELECT (SELECT coalesce(min(id), 0) FROM events), (SELECT coalesce(max(id), 0) FROM events)";

EventRange SqliteReader::find_event_range() {
    Query range{*database_, find_event_range_sql};
    range.next();
    return {range.id<EventId>(), range.id<EventId>()};
}

}  // namespace carillon::store::sqlite
