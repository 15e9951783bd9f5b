// SPDX-License-Identifier: MIT
// The inbox: what the carrier told us, as it was told. Rows are added and never changed.
#pragma once

#include "call.hpp"
#include "callback.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/shared_texts.hpp"

namespace carillon::store::sqlite {

/// `call`: whose callback it is; null: nobody's.
[[nodiscard]] bool is_stored(Database& database, const Call* call, const NewCallback& callback);
void insert_callback(
    Database& database, SharedTexts& texts, const Call* call, const NewCallback& callback, bool applied);

}  // namespace carillon::store::sqlite
