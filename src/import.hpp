// SPDX-License-Identifier: MIT
// An import: one upload of contacts, or one copy of another campaign's, and what became of each of its rows.
#pragma once

#include <cstdint>
#include <optional>

#include "ids.hpp"
#include "instant.hpp"

namespace carillon {

/// The reason of a contact that was taken back with its import. A later upload of its number revives it.
inline constexpr const char* undone_reason = "import undone";

/// received = accepted + duplicates + rejected, always.
struct Import {
    ImportId id;
    CampaignId campaign_id;
    std::int64_t received = 0;
    std::int64_t accepted = 0;
    std::int64_t duplicates =
        0;  ///< the number stands in the campaign already; kept as a rejected row with code `duplicate`
    std::int64_t rejected = 0;
    Instant started_at;
    std::optional<Instant> finished_at;  ///< none: the upload was cut off; what had come in is kept
    std::optional<Instant> undone_at;    ///< when a person took it back; nothing can be added since
    std::int64_t taken_over = 0;  ///< of `accepted`, those that belong to a later upload since the undo
    std::optional<CampaignId> copied_from;  ///< a redial: whose unreached contacts these are
};

}  // namespace carillon
