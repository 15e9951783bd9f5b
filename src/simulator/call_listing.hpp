// SPDX-License-Identifier: MIT
// `GET Calls.json`: its parameters, and the page that they name (twilio.md 2). The operator of a date belongs
// to the parameter's name: `StartTime>=2026-11-22` on the wire is `StartTime%3E=2026-11-22`.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <variant>

#include "simulator/call_book.hpp"
#include "simulator/call_resource.hpp"
#include "simulator/refusal.hpp"
#include "twilio/form.hpp"

namespace carillon::simulator {

struct ListQuery {
    ListFilter filter;
    std::size_t page_size = 50;
    std::size_t page = 0;
    /// From the PageToken: the page begins with the newest call before this one, whatever was added since.
    std::uint64_t before = std::numeric_limits<std::uint64_t>::max();
    std::size_t skip = 0;  ///< without a PageToken, pages are counted from the newest call
};

[[nodiscard]] std::variant<ListQuery, Refusal> read_list_query(const twilio::Form& params);

[[nodiscard]] ListPage make_page(const CallBook& book,
                                 const ListQuery& query,
                                 const twilio::Form& params,
                                 const std::string& account_sid,
                                 Instant now);

}  // namespace carillon::simulator
