// SPDX-License-Identifier: MIT
// What the writer remembers of the calls that are under way, so that a callback costs no reading: the writer
// is the only one who writes, and knows what it wrote. Whatever else is written, by another verb, makes it
// forget.
#pragma once

#include <string>
#include <unordered_map>

#include "store/decisions.hpp"
#include "store/sqlite/database.hpp"

namespace carillon::store::sqlite {

class OpenCalls {
public:
    /// To be called before the first look of a verb. Forgets all when rows were changed since the last
    /// `keep`.
    void trust(const Database& database);
    /// To be called when a verb that keeps this up to date has written all that it writes.
    void keep(const Database& database) { changes_ = database.total_changes(); }
    void forget();

    /// Null when it is not remembered. Valid until the next call of anything but `find`.
    [[nodiscard]] Standing* find(CallId call);
    [[nodiscard]] Standing* find(const CallToken& token);

    /// Requires: the call is open. Returns it as it is remembered.
    Standing& put(Standing standing);
    void drop(const Call& call);

private:
    std::unordered_map<CallId, Standing> standings_;
    std::unordered_map<std::string, CallId> by_token_;
    std::int64_t changes_ = 0;
};

}  // namespace carillon::store::sqlite
