// SPDX-License-Identifier: MIT
// A webhook: a URL that is told of events. A delivery: one event on its way to one of them. Values only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "event.hpp"
#include "ids.hpp"
#include "instant.hpp"
#include "secret.hpp"

namespace carillon {

using WebhookId = Id<struct WebhookTag>;
using DeliveryId = Id<struct DeliveryTag>;

struct Webhook {
    WebhookId id;
    std::string url;
    std::vector<EventKind> kinds;           ///< none: all, those of later versions too
    std::optional<CampaignId> campaign_id;  ///< none: of all campaigns and of none
    Secret secret;                          ///< as `whsec_` and base64
    Secret old_secret;                      ///< signs, too, until `old_secret_until`
    std::optional<Instant> old_secret_until;
    Instant created_at;
    std::optional<Instant> disabled_at;  ///< nothing is sent; what happens from then on is not kept for it
    std::string disabled_reason;
};

enum class DeliveryStatus {
    waiting,    ///< for its first or next attempt, or for an earlier one of its contact
    delivered,  ///< answered with 2xx
    dead,       ///< given up; a person may send it again
};
inline constexpr std::size_t delivery_status_count = 3;

[[nodiscard]] std::string_view to_text(DeliveryStatus status);
[[nodiscard]] std::optional<DeliveryStatus> parse_delivery_status(std::string_view text);

struct Delivery {
    DeliveryId id;
    WebhookId webhook_id;
    std::string message_id;  ///< `webhook-id`: the same with each attempt
    DeliveryStatus status = DeliveryStatus::waiting;
    std::int64_t attempts = 0;
    std::optional<Instant> next_attempt_at;     ///< none while it waits: for an earlier one of its contact
    std::optional<std::int64_t> answer_status;  ///< of the last attempt; none: no answer came
    std::string error;                          ///< of the last attempt
    std::optional<Instant> finished_at;
    Event event;
};

}  // namespace carillon
