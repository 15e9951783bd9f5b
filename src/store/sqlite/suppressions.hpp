// SPDX-License-Identifier: MIT
// Suppressed numbers, for every file of the engine that is about to let one be rung.
#pragma once

#include <string>

#include "store/sqlite/database.hpp"

namespace carillon::store::sqlite {

/// The reason that a contact is given when its number is suppressed.
inline constexpr char suppressed_reason[] = "suppressed";

[[nodiscard]] bool is_suppressed(Database& database, const std::string& phone);

}  // namespace carillon::store::sqlite
