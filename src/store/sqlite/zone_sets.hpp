// SPDX-License-Identifier: MIT
// Sets of time zones, each kept once.
#pragma once

#include <cstdint>
#include <vector>

#include "contact_zones.hpp"
#include "store/sqlite/database.hpp"
#include "store/verbs.hpp"

namespace carillon::store::sqlite {

/// The id of this set, which is made if there is none yet.
[[nodiscard]] std::int64_t zone_set_of(Database& database, const ContactZones& zones);

/// The sets of a campaign in which somebody waits.
[[nodiscard]] std::vector<WaitingZone> list_waiting(Database& database, CampaignId campaign);

/// Gives each contact its set: for databases from before there were any.
void give_all_their_zones(Database& database);

}  // namespace carillon::store::sqlite
