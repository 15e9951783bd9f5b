// SPDX-License-Identifier: MIT
// A contact: one person on one campaign's list.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contact_zones.hpp"
#include "ids.hpp"
#include "instant.hpp"
#include "phone_number.hpp"

namespace carillon {

enum class ContactStatus {
    pending,      ///< waits for its first or next call. Leaves by a claim, a suppression or a cancel
    in_progress,  ///< from the claim to the end of its call
    answered,     ///< the guide's word; kept for it, entered only if a carrier ends a call with it
    completed,    ///< the person (or a machine) picked up and the call ended
    busy,         ///< last call was busy, and no attempt is left
    no_answer,    ///< last call rang out, and no attempt is left
    failed,       ///< last call failed or was canceled or refused, and no attempt is left
    blocked,      ///< must not be rung; `reason` says which rule
    canceled,     ///< its campaign was canceled before it was reached
    expired,      ///< its campaign's time ended before it was reached
    unresolved,   ///< a call may or may not have been placed, and the carrier never told; a person decides
};
inline constexpr std::size_t contact_status_count = 11;

[[nodiscard]] std::string_view to_text(ContactStatus status);
[[nodiscard]] std::optional<ContactStatus> parse_contact_status(std::string_view text);
/// True for every status but pending and in_progress.
[[nodiscard]] bool is_done(ContactStatus status);

/// What an upload says of one person, after checking. `variables` is a JSON object of strings, as text.
struct NewContact {
    PhoneNumber phone;
    std::string name;
    std::string time_zone;  ///< IANA name, empty when the upload does not say
    std::string variables = "{}";
    std::int64_t priority = 0;  ///< higher is rung earlier
    std::int64_t line = 0;      ///< where it stood in the upload, for the report of duplicates
    std::string blocked = {};   ///< why it must not be rung; empty: it may
};

/// A row of an upload that could not become a contact. It is kept, so that nobody is skipped in silence.
struct RejectedRow {
    std::int64_t line = 0;
    std::string field;  ///< which column or member; empty when the row as a whole is wrong
    std::string code;  ///< a word for programs: invalid_phone, missing_phone, missing_variable, duplicate …
    std::string message;  ///< a sentence for people: what, and what was expected
    std::string value;    ///< what was there, shortened
};

struct Contact {
    ContactId id;
    CampaignId campaign_id;
    std::string phone;
    std::string name;
    std::string time_zone;
    std::string variables;
    std::int64_t priority = 0;
    ContactStatus status = ContactStatus::pending;
    std::int64_t attempts = 0;  ///< calls that the carrier may have placed
    std::optional<Instant> next_attempt_at;
    std::optional<CallId> last_call_id;
    std::string reason;
    Instant created_at;
    Instant updated_at;
    ContactZones zones;
};

}  // namespace carillon
