// SPDX-License-Identifier: MIT
#include "store/sqlite/zone_sets.hpp"

#include "phone_number.hpp"

namespace carillon::store::sqlite {
namespace {

constexpr char find_zone_set_sql[] = "SELECT id FROM zone_sets WHERE zones = ?1";
constexpr char insert_zone_set_sql[] = "INSERT INTO zone_sets (zones) VALUES (?1)";
constexpr char list_places_sql[] = "SELECT id, phone, time_zone FROM contacts ORDER BY id";
constexpr char give_zones_sql[] = "UPDATE contacts SET zone_set_id = ?2 WHERE id = ?1";

// From one set to the next by one seek each, however many contacts each has.
constexpr char list_waiting_sql[] = R"sql(
    WITH RECURSIVE waiting (zone_set_id) AS (
        SELECT min(zone_set_id) FROM contacts WHERE campaign_id = ?1 AND status = 'pending'
        UNION ALL
        SELECT (SELECT min(c.zone_set_id) FROM contacts c
                 WHERE c.campaign_id = ?1 AND c.status = 'pending' AND c.zone_set_id > waiting.zone_set_id)
          FROM waiting WHERE waiting.zone_set_id IS NOT NULL)
    SELECT w.zone_set_id, coalesce((SELECT zones FROM zone_sets z WHERE z.id = w.zone_set_id), ''),
           (SELECT min(next_attempt_at) FROM contacts
             WHERE campaign_id = ?1 AND status = 'pending' AND zone_set_id = w.zone_set_id)
      FROM waiting w WHERE w.zone_set_id IS NOT NULL)sql";

}  // namespace

std::int64_t zone_set_of(Database& database, const ContactZones& zones) {
    {
        Query found{database, find_zone_set_sql, zones.text()};
        if (found.next()) return found.integer();
    }
    database.run(insert_zone_set_sql, zones.text());
    return database.last_insert_id();
}

void give_all_their_zones(Database& database) {
    Query contacts{database, list_places_sql};
    while (contacts.next()) {
        const auto id = contacts.integer();
        const auto phone = PhoneNumber::from_e164(contacts.text());
        const auto zones = phone ? ContactZones::find(*phone, contacts.text()) : ContactZones{};
        database.run(give_zones_sql, id, zone_set_of(database, zones));
    }
}

std::vector<WaitingZone> list_waiting(Database& database, CampaignId campaign) {
    Query query{database, list_waiting_sql, campaign};
    std::vector<WaitingZone> waiting;
    while (query.next()) {
        WaitingZone zone;
        zone.zone_set_id = query.integer();
        zone.zones = ContactZones{query.text()};
        zone.next_due_at = query.instant();
        waiting.push_back(std::move(zone));
    }
    return waiting;
}

}  // namespace carillon::store::sqlite
