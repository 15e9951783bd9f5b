// SPDX-License-Identifier: MIT
// The JSON that Twilio answers with: one call, a page of calls, an account, an error. All scalars of a call
// are strings (twilio.md 1.3).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "simulator/refusal.hpp"
#include "simulator/simulated_call.hpp"

namespace carillon::simulator {

[[nodiscard]] std::string call_json(const SimulatedCall& call, const std::string& account_sid);

struct ListPage {
    std::vector<CallPtr> calls;
    std::size_t page = 0;
    std::size_t page_size = 50;
    std::string uri;
    std::string first_page_uri;
    std::string previous_page_uri;  ///< empty on the first page
    std::string next_page_uri;      ///< empty on the last page
};
[[nodiscard]] std::string list_json(const ListPage& page, const std::string& account_sid);

[[nodiscard]] std::string account_json(const std::string& account_sid);

[[nodiscard]] std::string refusal_json(const Refusal& refusal);

}  // namespace carillon::simulator
