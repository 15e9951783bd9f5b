// SPDX-License-Identifier: MIT
// The small JSON bodies that the API takes, read into values. Every refusal names the member that is wrong.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "error.hpp"

namespace carillon::api {

/// A campaign as it is wanted, or as it shall become. `settings` is a JSON object as text.
struct CampaignWanted {
    std::optional<std::string> name;
    std::string settings = "{}";
};
[[nodiscard]] Result<CampaignWanted> read_campaign_wanted(std::string_view body);

/// The guide's `to`: empty when it is missing, empty or no string. Fails with: invalid, when the body is no
/// JSON.
[[nodiscard]] Result<std::string> read_to(std::string_view body);

struct SuppressionWanted {
    std::int64_t line = 0;  ///< the element's number, or the line of a CSV file
    std::string phone;
    std::string reason;
};
/// {"phone", "reason"}, {"phones": […], "reason"}, or an array of numbers or of such objects.
[[nodiscard]] Result<std::vector<SuppressionWanted>> read_suppressions_wanted(std::string_view body);

/// The same JSON with its members sorted and without blanks: two requests that mean the same look the same.
[[nodiscard]] std::string canonical_json(std::string_view json);

}  // namespace carillon::api
