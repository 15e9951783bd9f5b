// SPDX-License-Identifier: MIT
// The bodies with which people make a campaign anew and take contacts out. Each may be left out, and then all
// has its default. Every refusal names the member that is wrong.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/requests.hpp"
#include "contact.hpp"
#include "error.hpp"

namespace carillon::api {

/// A redial: the new campaign, and by their status the contacts that it shall call. Without statuses in the
/// body, all that are unreached: busy, no_answer, failed, canceled and expired.
struct RedialWanted {
    CampaignWanted campaign;
    std::vector<ContactStatus> statuses;  ///< each once, at least one
};
[[nodiscard]] Result<RedialWanted> read_redial_wanted(std::string_view body);

/// A clone's name and settings.
[[nodiscard]] Result<CampaignWanted> read_clone_wanted(std::string_view body);

/// An opt-out's reason; `opted out` when the body names none.
[[nodiscard]] Result<std::string> read_opt_out_reason(std::string_view body);

}  // namespace carillon::api
