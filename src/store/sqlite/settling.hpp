// SPDX-License-Identifier: MIT
// Read, decide, write: the middle step is the dialer's. Here is the reading before it and the writing after
// it, all within the verb's transaction.
#pragma once

#include <optional>
#include <unordered_map>

#include "store/decisions.hpp"
#include "store/sqlite/database.hpp"
#include "store/verbs.hpp"

namespace carillon::store::sqlite {

/// Campaign settings as values: their JSON is read once, not with each callback.
class SettingsCache {
public:
    /// Of this version; read when another one is remembered.
    const CampaignSettings& read(Database& database, CampaignId campaign, std::int64_t version);
    /// After a change was undone its version may be given to another one.
    void forget() { entries_.clear(); }

private:
    struct Entry {
        std::int64_t version = 0;  ///< they begin with 1
        CampaignSettings settings;
    };
    std::unordered_map<CampaignId, Entry> entries_;
};

/// All that a decision about this call may need, as it stands now.
[[nodiscard]] Standing read_standing(Database& database, SettingsCache& settings, Call call);

/// Whether the call may have this SID: its own, or, when it has none, one that no other call has.
[[nodiscard]] bool may_have_sid(Database& database, const Call& call, const CallSid& sid);

/// Lays what a callback tells over what is known, member by member. An applied callback's members win; a late
/// one only fills in what is missing. Neither takes anything away.
[[nodiscard]] std::string merge_metadata(Database& database,
                                         const std::string& known,
                                         const std::string& told,
                                         bool told_wins);

/// Writes what was decided: the call if it stands as it was read, its contact's step, its campaign's pause or
/// end. When the call failed, its campaign's circuit breaker is asked, too.
Settled write_settlement(Database& database,
                         const Decisions& decisions,
                         const Standing& standing,
                         Settlement settlement,
                         Instant now);

}  // namespace carillon::store::sqlite
