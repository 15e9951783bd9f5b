// SPDX-License-Identifier: MIT
// A database that came back from a backup: what `carillon restore` writes into it before it is put in place.
// What the dialer asks of it afterwards are verbs (store/engine.hpp).
#pragma once

#include "store/sqlite/database.hpp"

namespace carillon::store::sqlite {

/// The latest instant of which any row knows.
[[nodiscard]] Instant known_until(Database& database);

/// Notes that the file is behind the world. What is `claimed` in it may have been placed since, and becomes
/// `submitting`: that it was not sent is proved by a crash, not by a backup. Returns the new row's
/// known-until.
Instant record_restoration(Database& database, Instant now);

}  // namespace carillon::store::sqlite
