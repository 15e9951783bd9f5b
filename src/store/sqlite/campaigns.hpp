// SPDX-License-Identifier: MIT
// Campaigns for every file of the engine: a row as a value, and the end that a campaign reaches by itself.
#pragma once

#include <optional>

#include "campaign.hpp"
#include "store/sqlite/database.hpp"

namespace carillon::store::sqlite {

[[nodiscard]] std::optional<Campaign> find_campaign(Database& database, CampaignId id);

/// A running campaign with contacts, none of which waits or is being called, becomes completed; a completed
/// one with a waiting contact runs again. To be called after every change of its contacts. Returns true when
/// it completed.
bool complete_or_reopen(Database& database, CampaignId id, Instant now);

/// Only a running one is paused. Returns whether it was.
bool pause_if_running(Database& database, CampaignId id, const std::string& reason, Instant now);

}  // namespace carillon::store::sqlite
