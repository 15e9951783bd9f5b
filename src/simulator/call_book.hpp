// SPDX-License-Identifier: MIT
// All calls that the fake still knows: open ones and the latest ended ones. Its memory is bounded; what it
// has forgotten still stands in the ledger.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "simulator/simulated_call.hpp"

namespace carillon::simulator {

/// The parameters of `GET Calls.json` that choose calls; an empty one chooses all. A call that was not
/// dialled yet has no start time and is missed by both bounds.
struct ListFilter {
    std::string to;
    std::string from;
    std::optional<Progress> status;
    std::optional<Instant> started_from;
    std::optional<Instant> started_before;
};

class CallBook {
public:
    explicit CallBook(std::size_t kept_calls);

    /// How many requests for this number came before this one; counts it.
    std::uint64_t count_request(std::string_view number);

    /// Gives it its ordinal.
    void add(CallPtr call);
    /// Ended: from now on it may be forgotten when newer ones need the room.
    void retire(const SimulatedCall& call);

    [[nodiscard]] CallPtr find(const std::string& sid) const;
    /// Newest first, older than `before`, at most `count`, after leaving out the first `skip`.
    [[nodiscard]] std::vector<CallPtr> list(const ListFilter& filter,
                                            Instant now,
                                            std::uint64_t before,
                                            std::size_t skip,
                                            std::size_t count) const;

private:
    void forget(std::uint64_t ordinal);

    std::size_t kept_calls_;
    std::uint64_t last_ordinal_ = 0;
    std::map<std::uint64_t, CallPtr> calls_;
    std::unordered_map<std::string, std::uint64_t> by_sid_;
    std::unordered_map<std::string, std::set<std::uint64_t>> by_number_;
    std::unordered_map<std::uint64_t, std::uint64_t>
        requests_;  ///< by the number's hash: some forty bytes a number
    std::deque<std::uint64_t> ended_;
};

}  // namespace carillon::simulator
