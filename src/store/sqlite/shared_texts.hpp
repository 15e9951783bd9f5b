// SPDX-License-Identifier: MIT
// Texts that many rows have in common, each stored once (migrations/0012). For the writer alone.
#pragma once

#include <string>
#include <unordered_map>

#include "store/sqlite/database.hpp"

namespace carillon::store::sqlite {

class SharedTexts {
public:
    /// The row of this text; it is inserted when there is none.
    std::int64_t id_of(Database& database, const std::string& text);

    /// What was inserted may be undone by now.
    void forget() { known_.clear(); }

private:
    std::unordered_map<std::string, std::int64_t> known_;
};

}  // namespace carillon::store::sqlite
