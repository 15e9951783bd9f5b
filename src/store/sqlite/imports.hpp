// SPDX-License-Identifier: MIT
// Imports for every file of the engine: a row as a value.
#pragma once

#include <optional>

#include "import.hpp"
#include "store/sqlite/database.hpp"

namespace carillon::store::sqlite {

[[nodiscard]] Import read_import(Query& row);
[[nodiscard]] std::optional<Import> find_import(Database& database, ImportId id);
/// Of a campaign; `copied_from`: whose contacts are copied, none: they are uploaded.
Import insert_import(Database& database,
                     CampaignId campaign,
                     std::optional<CampaignId> copied_from,
                     Instant now);
/// The finished copy of that campaign's contacts into this one.
[[nodiscard]] std::optional<Import> find_finished_copy(Database& database,
                                                       CampaignId campaign,
                                                       CampaignId copied_from);

}  // namespace carillon::store::sqlite
