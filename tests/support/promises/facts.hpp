// SPDX-License-Identifier: MIT
// What the database file says, row by row, read with plain SQL on a connection of our own: the code on trial
// must not be its own witness.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "support/promises.hpp"

namespace carillon::test {

struct CallRow {
    std::int64_t id = 0;
    std::int64_t campaign_id = 0;  ///< 0: ad-hoc
    std::int64_t contact_id = 0;   ///< 0: ad-hoc
    std::string token;
    std::string state;
    std::string outcome;
    std::string twilio_status;
    std::string sid;
    std::string from;
    std::string to;
    std::optional<std::int64_t> duration_seconds;
    std::int64_t max_attempts = 0;          ///< of the settings that it was placed under
    std::int64_t max_concurrent_calls = 0;  ///< likewise
    std::string start_at;                   ///< likewise, RFC 3339; empty: none
    std::string end_at;                     ///< likewise
    std::string settings;                   ///< all of them, JSON
    std::string day;                        ///< to whose limits it belongs
    std::string zones;                      ///< in which its contact may be; empty: nobody knows
    std::optional<std::int64_t> submitted_at;
    std::optional<std::int64_t> accepted_at;
    std::string answered_by;
};

struct ContactRow {
    std::int64_t id = 0;
    std::int64_t campaign_id = 0;
    std::string phone;
    std::string status;
    std::int64_t attempts = 0;
    std::int64_t max_attempts = 0;  ///< of its campaign, now
};

struct CampaignRow {
    std::string status;
    std::optional<std::int64_t> ended_at;
};

struct CallbackRow {
    std::string sid;
    std::string word;
    std::int64_t sequence_number = -1;
};

struct Facts {
    std::vector<CallRow> calls;
    std::vector<ContactRow> contacts;
    std::map<std::int64_t, CampaignRow> campaigns;
    std::vector<CallbackRow> callbacks;
    std::unordered_map<std::string, std::int64_t> suppressed_at;  ///< by number
    std::unordered_map<std::string, std::size_t> by_token;        ///< index into `calls`
    std::unordered_map<std::string, std::size_t> by_sid;          ///< index into `calls`

    /// The row that stands for a call of the carrier's: by the token it carried, else (after a restore) by
    /// its SID.
    [[nodiscard]] const CallRow* row_of(const LedgerCall& call) const;
};

[[nodiscard]] Facts read_facts(const std::filesystem::path& database);

/// Queries whose every row is a breach, with one text column that says which.
struct Audit {
    const char* sql;
    const char* counted;  ///< how many facts that looks at
};
void run_audit(const std::filesystem::path& database, const Audit& audit, PromiseReport& report);

/// Calls of the ledger that carried a token of ours; an account may serve other programs.
[[nodiscard]] bool is_ours(const LedgerCall& call);

}  // namespace carillon::test
