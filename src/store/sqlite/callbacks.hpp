// SPDX-License-Identifier: MIT
// The inbox: what the carrier told us, as it was told. Rows are added and never changed.
#pragma once

#include <optional>

#include "callback.hpp"
#include "store/sqlite/database.hpp"

namespace carillon::store::sqlite {

[[nodiscard]] bool is_stored(Database& database, std::optional<CallId> call, const NewCallback& callback);
void insert_callback(Database& database,
                     std::optional<CallId> call,
                     const NewCallback& callback,
                     bool applied);

}  // namespace carillon::store::sqlite
