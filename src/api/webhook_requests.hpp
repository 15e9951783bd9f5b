// SPDX-License-Identifier: MIT
// What is asked of a webhook, read into values and checked.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "error.hpp"
#include "event.hpp"
#include "ids.hpp"
#include "secret.hpp"

namespace carillon::api {

struct WebhookWanted {
    std::string url;
    std::vector<EventKind> kinds;
    std::optional<CampaignId> campaign_id;
    Secret secret;  ///< empty: one is made
};
/// Private addresses and http:// are refused unless `may_be_private`. A host by name is looked up, and
/// judged, each time that something is sent.
[[nodiscard]] Result<WebhookWanted> read_webhook_wanted(std::string_view body, bool may_be_private);

/// {"secret"}, which may be missing, and so may the body.
[[nodiscard]] Result<Secret> read_secret_wanted(std::string_view body);

}  // namespace carillon::api
