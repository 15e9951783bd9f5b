// SPDX-License-Identifier: MIT
// Rows of the log of events as values, and what they are about. The schema's triggers write them.
#pragma once

#include "event.hpp"
#include "store/sqlite/database.hpp"

namespace carillon::store::sqlite {

/// 0: there is none.
[[nodiscard]] EventId find_newest_event(Database& database);

/// From columns in the order of `Event`'s members.
[[nodiscard]] Event read_event(Query& row);
[[nodiscard]] EventRecord complete_event(Database& database, Event event);

}  // namespace carillon::store::sqlite
