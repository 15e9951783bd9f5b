// SPDX-License-Identifier: MIT
// Twilio's Call resource and its list, read from JSON. Every field but the sid may be missing or null, all
// scalars are strings, and fields that we do not know are kept in `raw`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "carrier_call.hpp"

namespace carillon::twilio {

/// `CA` and 32 hex digits.
[[nodiscard]] bool is_call_sid(std::string_view text);

/// Empty when the text is no call: not JSON, or without a call's sid.
[[nodiscard]] std::optional<CarrierCall> parse_call(std::string_view json);

struct CallPage {
    std::vector<CarrierCall> calls;
    std::string next_page_uri;  ///< as Twilio wrote it; empty on the last page
};
/// Empty when any part is unreadable: a list with a gap would say of a call that it was never placed.
[[nodiscard]] std::optional<CallPage> parse_call_page(std::string_view json);

}  // namespace carillon::twilio
