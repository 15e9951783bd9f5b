// SPDX-License-Identifier: MIT
// The promises, held against the facts: what stands in the database file (read with SQL of our own, not
// through the store that is on trial) against what the carrier's ledger says really happened. After every
// attack this is asked, and nothing else decides. docs/reliability.md says what each promise means.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "account_limits.hpp"
#include "support/ledger.hpp"

namespace carillon::test {

/// A stretch of time.
struct Stretch {
    Instant from;
    Instant until;
};

/// What a run leaves behind, and what is known of it besides.
struct Evidence {
    std::filesystem::path database;  ///< nobody writes to it any more
    Ledger ledger;
    std::vector<std::filesystem::path> logs;
    std::vector<std::string> secrets;  ///< must not be found in the logs
    bool is_settled = true;            ///< the run came to rest: whatever the carrier ended must be ended
    std::optional<double> calls_per_second;  ///< the account's; none: not looked at
    double longest_stall =
        0;  ///< seconds that the way to the ledger may take longer for one call than another
    std::optional<std::int64_t> max_concurrent_calls;  ///< the account's; none: not looked at
    AccountLimits limits{};                            ///< but for the one above
    std::map<std::string, int> requeues;               ///< how often a person asked to call a number again
    std::optional<Stretch> forgotten;  ///< what was acknowledged then is in no backup: a restore lost it
    bool wall_clock_was_set = false;   ///< ours jumped: it says neither what was first nor what was when
    std::uint64_t seed = 1;            ///< of the orders in which callbacks are replayed
};

/// One promise, by its number in docs/reliability.md ("P1" to "P11").
struct PromiseReport {
    std::int64_t checked = 0;           ///< facts that were looked at: a promise about nothing proves nothing
    std::vector<std::string> breaches;  ///< what was found, one sentence each
};
using PromiseReports = std::map<std::string, PromiseReport>;

/// Looks at every promise. Throws std::runtime_error when the database cannot be read at all.
[[nodiscard]] PromiseReports check_promises(const Evidence& evidence);

/// All breaches, each begun with its promise's number; empty: every promise was kept.
[[nodiscard]] std::vector<std::string> breaches_in(const PromiseReports& reports);

}  // namespace carillon::test
