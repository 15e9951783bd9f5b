// SPDX-License-Identifier: MIT
// Campaign settings as text: the JSON of the API and of the database, and the bounds of every field.
#pragma once

#include <string>
#include <string_view>

#include "campaign.hpp"
#include "error.hpp"

namespace carillon {

[[nodiscard]] std::string settings_to_json(const CampaignSettings& settings);

/// Reads what `settings_to_json` wrote (a later version may have more fields: unknown ones are ignored here).
[[nodiscard]] CampaignSettings settings_from_json(std::string_view json);

/// Lays the members of the JSON object `patch` over `base` and checks every bound and contradiction.
/// Fails with: Errc::invalid and one FieldError per wrong field (pointer `/settings/<name>`), unknown names
/// included.
[[nodiscard]] Result<CampaignSettings> change_settings(CampaignSettings base, std::string_view patch);

/// What must be there before a campaign may start (a from-number, a TwiML URL). Empty when nothing is
/// missing.
[[nodiscard]] std::vector<FieldError> missing_for_start(const CampaignSettings& settings);

}  // namespace carillon
