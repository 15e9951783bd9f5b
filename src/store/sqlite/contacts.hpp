// SPDX-License-Identifier: MIT
// Contacts for every file of the engine: a row as a value, and the one way in which a contact's status
// changes.
#pragma once

#include <optional>

#include "contact.hpp"
#include "store/decisions.hpp"
#include "store/sqlite/database.hpp"

namespace carillon::store::sqlite {

/// In the order of `Contact`'s members, which `read_contact` relies on.
inline constexpr char contact_columns[] = R"sql(
    id, campaign_id, phone, name, time_zone, variables, priority, status, attempts, next_attempt_at, last_call_id,
    reason, created_at, updated_at, coalesce((SELECT zones FROM zone_sets WHERE zone_sets.id = zone_set_id), ''))sql";

[[nodiscard]] Contact read_contact(Query& row);
[[nodiscard]] std::optional<Contact> find_contact(Database& database, ContactId id);

/// Moves a contact on, if it stands as it was read. The schema refuses a step that is not one (pending
/// without a next attempt). `attempts` is added to the contact's count: 1, 0 or -1.
void step_contact(
    Database& database, const Contact& contact, const ContactStep& step, std::int64_t attempts, Instant now);

}  // namespace carillon::store::sqlite
