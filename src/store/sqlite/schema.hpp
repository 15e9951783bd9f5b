// SPDX-License-Identifier: MIT
// Whether the schema in a file is the one that the migrations make. It holds the promises (one open call to a
// number, counters, callbacks that are never changed); one letter that went wrong in it, and it holds others.
#pragma once

#include <string>

#include "store/sqlite/database.hpp"

namespace carillon::store::sqlite {

/// Of a database that is up to date: which part of the schema is missing or reads otherwise; empty: none.
/// What somebody added (a view of their own) is not ours to judge.
[[nodiscard]] std::string find_schema_damage(Database& database);

}  // namespace carillon::store::sqlite
