// SPDX-License-Identifier: MIT
#include "event.hpp"

#include "words.hpp"

namespace carillon {
namespace {

constexpr Words<EventKind, event_kind_count> kinds{{
    {EventKind::call_ended, "call.ended"},
    {EventKind::contact_done, "contact.done"},
    {EventKind::campaign_started, "campaign.started"},
    {EventKind::campaign_paused, "campaign.paused"},
    {EventKind::campaign_resumed, "campaign.resumed"},
    {EventKind::campaign_completed, "campaign.completed"},
    {EventKind::campaign_canceled, "campaign.canceled"},
    {EventKind::database_restored, "database.restored"},
}};

}  // namespace

std::string_view to_text(EventKind kind) {
    return word_of(kinds, kind);
}
std::optional<EventKind> parse_event_kind(std::string_view text) {
    return value_of(kinds, text);
}

}  // namespace carillon
