// SPDX-License-Identifier: MIT
// What the rules ask before a call, read for both faces of the engine.
#pragma once

#include <optional>
#include <string>

#include "call_lifetime.hpp"
#include "store/decisions.hpp"
#include "store/sqlite/database.hpp"

namespace carillon::store::sqlite {

/// `asking`: the contact that is to be called. Without a clock nobody asks whether its number is in use.
[[nodiscard]] NumberRecord read_number_record(Database& database,
                                              const std::string& phone,
                                              std::optional<ContactId> asking,
                                              const std::optional<ClockReading>& clock,
                                              Instant now);

/// `day`: as the calls' rows name it. `unknown_since`: see Survey.
[[nodiscard]] AccountUse read_account_use(Database& database, const std::string& day, Instant unknown_since);

/// From which number this contact was called last; empty: it was not.
[[nodiscard]] std::string last_from_number(Database& database, const Contact& contact);

/// Counts one more call as claimed, as a new reading would.
void add_claim(AccountUse& account, const Booking& booking, std::optional<CampaignId> campaign);

}  // namespace carillon::store::sqlite
