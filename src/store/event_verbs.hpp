// SPDX-License-Identifier: MIT
// What the store is asked about events and webhooks, and what it answers. Values only; part of verbs.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "event.hpp"
#include "store/idempotency_key.hpp"
#include "webhook.hpp"

namespace carillon::store {

struct ListEvents {
    EventId after;
    std::optional<CampaignId> campaign_id;
    std::vector<EventKind> kinds;  ///< none: all
    std::int64_t look_at = 200;    ///< rows of the log, whether they are wanted or not
};
struct EventPage {
    std::vector<EventRecord> events;
    EventId looked_to;     ///< nothing that is wanted comes before the one after this
    bool is_last = false;  ///< nothing comes after it yet
};
/// Where the log begins and ends; 0 and 0 when it is empty.
struct EventRange {
    EventId oldest;
    EventId newest;
};

struct CreateWebhook {
    std::string url;
    std::vector<EventKind> kinds;
    std::optional<CampaignId> campaign_id;
    Secret secret;
    std::optional<IdempotencyKey> idempotency;
    std::int64_t most = 0;  ///< as many as there may be; one more is Errc::conflict
    Instant now;
};
struct RotateSecret {
    WebhookId id;
    Secret secret;
    Instant old_until;  ///< so long the one that it replaces signs, too
};
struct ListDeliveries {
    WebhookId webhook_id;
    std::optional<DeliveryStatus> status;
    std::int64_t after = 0;
    std::int64_t limit = 50;
};

struct FindDue {
    Instant now;
    std::int64_t per_webhook = 0;
};
struct DueDelivery {
    DeliveryId id;
    WebhookId webhook_id;
};
struct DueDeliveries {
    std::vector<DueDelivery> deliveries;  ///< of each webhook those that are due longest
    std::optional<Instant> next_due_at;   ///< of those that are not due yet
};
/// All that sending one takes.
struct Parcel {
    Webhook webhook;
    Delivery delivery;
    EventRecord record;
};
/// What came of an attempt. Ignored when the delivery does not wait any more, or when somebody else has
/// recorded an attempt since.
struct RecordAttempt {
    DeliveryId id;
    std::int64_t attempts = 0;  ///< before this one
    DeliveryStatus status = DeliveryStatus::waiting;
    std::optional<Instant> next_attempt_at;  ///< if it still waits
    std::optional<std::int64_t> answer_status;
    std::string error;
    bool disable_webhook = false;  ///< its receiver wants no more of them
    Instant now;
};

/// What is older than these goes: at most `limit` rows of each kind.
struct DeleteOld {
    Instant events_before;
    Instant delivered_before;
    Instant dead_before;
    Instant give_up_before;  ///< a delivery that still waits is then given up
    std::int64_t limit = 500;
    Instant now;
};

}  // namespace carillon::store
