// SPDX-License-Identifier: MIT
// An import: one upload of contacts, and what became of each of its rows.
#pragma once

#include <cstdint>
#include <optional>

#include "ids.hpp"
#include "instant.hpp"

namespace carillon {

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
};

}  // namespace carillon
