// SPDX-License-Identifier: MIT
// The settings `calling_hours`, [{"days": ["mon", "tue"], "from": "09:00", "to": "18:00"}], and
// `blackout_dates`, ["2026-12-25"].
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "calling_hours.hpp"

namespace carillon {

[[nodiscard]] nlohmann::ordered_json calling_windows_to_json(const CallingHours& hours);
[[nodiscard]] nlohmann::ordered_json blackout_dates_to_json(const CallingHours& hours);

/// These take what `json` says, and leave the other part of `hours`. They return what is wrong with it, as
/// the end of a sentence that begins with the setting's name; none: it was taken.
[[nodiscard]] std::optional<std::string> read_calling_windows(const nlohmann::ordered_json& json,
                                                              CallingHours& hours);
[[nodiscard]] std::optional<std::string> read_blackout_dates(const nlohmann::ordered_json& json,
                                                             CallingHours& hours);

}  // namespace carillon
