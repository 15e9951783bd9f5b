// SPDX-License-Identifier: MIT
// An event: something that happened and that others want to hear of, whether they listen (GET /v1/events) or
// are told (webhooks). Values only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "call.hpp"
#include "contact.hpp"
#include "ids.hpp"
#include "instant.hpp"

namespace carillon {

using EventId = Id<struct EventTag>;

enum class EventKind {
    call_ended,
    contact_done,  ///< each time that it is done: a contact that a person requeues is done again
    campaign_started,
    campaign_paused,
    campaign_resumed,  ///< by a person, or because a completed one got another contact
    campaign_completed,
    campaign_canceled,
    database_restored,  ///< from a backup: what was told after `reason` is not in it
};
inline constexpr std::size_t event_kind_count = 8;

[[nodiscard]] std::string_view to_text(EventKind kind);
[[nodiscard]] std::optional<EventKind> parse_event_kind(std::string_view text);

struct Event {
    EventId id;
    Instant at;
    EventKind kind = EventKind::call_ended;
    std::optional<CampaignId> campaign_id;
    std::optional<ContactId> contact_id;
    std::optional<CallId> call_id;
    std::optional<ContactStatus> status;  ///< contact_done: what it became
    std::string reason;
};

/// An event with what it is about, as that stands when it is read.
struct EventRecord {
    Event event;
    std::string campaign_name;
    std::optional<Contact> contact;
    std::optional<Call> call;  ///< without its settings and its evidence
};

}  // namespace carillon
