// SPDX-License-Identifier: MIT
// What may stand in a campaign's settings, and who may put it there. Settings hold whom a campaign calls, at
// what rate, from which number and what they hear: whoever may change them can run up any bill
// (docs/decisions/0018).
#pragma once

#include <optional>

#include "api/access.hpp"
#include "api/requests.hpp"
#include "campaign.hpp"
#include "config.hpp"
#include "error.hpp"

namespace carillon::api {

/// A campaign with the configuration's settings, or with those of another, anybody with the scope `dial` may
/// make; settings of its own need `admin`.
[[nodiscard]] std::optional<Error> find_lack_for_settings(const Caller& caller, const CampaignWanted& wanted);

/// Plain http would tell names and numbers to everyone on the way.
[[nodiscard]] std::optional<Error> find_unsafe_hook(const CampaignSettings& settings, const Config& config);

}  // namespace carillon::api
