// SPDX-License-Identifier: MIT
// What a rule said of a contact, in words: kept with each call, and told to whoever asks why.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "instant.hpp"
#include "json_parts.hpp"

namespace carillon {

enum class Verdict {
    passed,
    waits,   ///< not now; `until` says when to look again, if that is known
    blocks,  ///< not under these settings
};

struct RuleResult {
    std::string_view rule;  ///< a constant: the rule's name, as docs/rules.md has it
    Verdict verdict = Verdict::passed;
    std::optional<Instant> until;
    std::string words;
    bool operator==(const RuleResult&) const = default;
};

/// What the clocks showed where a contact may be.
struct LocalTime {
    std::string zone;
    std::string time;  ///< 2026-11-23T09:30:00+01:00
    bool operator==(const LocalTime&) const = default;
};

/// Under what a call was placed; the settings stand in the call's row.
struct Evidence {
    Instant at;
    std::vector<LocalTime> local_times;
    std::string zone_found_by;  ///< row, number, campaign, or nobody
    std::vector<RuleResult> rules;
};

[[nodiscard]] std::string_view to_text(Verdict verdict);
[[nodiscard]] JsonParts evidence_to_json(const Evidence& evidence);

}  // namespace carillon
