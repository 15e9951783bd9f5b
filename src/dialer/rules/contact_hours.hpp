// SPDX-License-Identifier: MIT
// A campaign's calling hours for one contact, or for all that are in the same zones.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "campaign.hpp"
#include "contact_zones.hpp"
#include "instant.hpp"

namespace carillon::dialer::rules {

struct HoursVerdict {
    enum class Answer {
        open,
        closed,
        never,  ///< `reason` says why; the settings must change first
    };
    Answer answer = Answer::open;
    std::optional<Instant> until;  ///< holds so long, exclusive; none: as long as the settings stand
    std::string reason;

    [[nodiscard]] bool holds_at(Instant now) const { return !until || now < *until; }
};

/// The zones that count: the contact's own, else the campaign's. Empty: nobody knows where it is.
[[nodiscard]] std::vector<std::string> zones_that_count(const CampaignSettings& settings,
                                                        const ContactZones& zones);

/// Whether the hours let such a contact be called. Who may be in several zones is called when it is time in
/// all of them; whose zone nobody knows, never.
[[nodiscard]] HoursVerdict judge_hours(const CampaignSettings& settings,
                                       const ContactZones& zones,
                                       Instant now);

/// Until when a call to such a contact may wait in the carrier's queue: the end of its campaign or of its
/// hours, `now` if that is over. None: as long as it takes.
[[nodiscard]] std::optional<Instant> queued_until(const CampaignSettings& settings,
                                                  const ContactZones& zones,
                                                  Instant now);

}  // namespace carillon::dialer::rules
