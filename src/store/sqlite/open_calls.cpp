// SPDX-License-Identifier: MIT
#include "store/sqlite/open_calls.hpp"

namespace carillon::store::sqlite {

void OpenCalls::trust(const Database& database) {
    if (database.total_changes() != changes_) forget();
}

void OpenCalls::forget() {
    standings_.clear();
    by_token_.clear();
}

Standing* OpenCalls::find(CallId call) {
    const auto found = standings_.find(call);
    return found == standings_.end() ? nullptr : &found->second;
}

Standing* OpenCalls::find(const CallToken& token) {
    const auto found = by_token_.find(token.text());
    return found == by_token_.end() ? nullptr : find(found->second);
}

Standing& OpenCalls::put(Standing standing) {
    constexpr std::size_t most =
        8'192;  // some 15 MB; with more open calls than that a callback is read again
    if (standings_.size() >= most) forget();
    const CallId id = standing.call.id;
    by_token_[standing.call.token.text()] = id;
    return standings_[id] = std::move(standing);
}

void OpenCalls::drop(const Call& call) {
    by_token_.erase(call.token.text());
    standings_.erase(call.id);
}

}  // namespace carillon::store::sqlite
