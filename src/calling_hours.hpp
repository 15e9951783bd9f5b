// SPDX-License-Identifier: MIT
// When a campaign may ring people, on the clocks where they are.
#pragma once

#include <bitset>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "instant.hpp"

namespace carillon {

/// Hours of some days of the week. One that ends at or before its beginning goes on over midnight, into a day
/// that need not be among its days.
struct CallingWindow {
    std::bitset<7> days;          ///< on which it begins; 0 is Monday
    std::chrono::minutes from{};  ///< after local midnight, 00:00 to 23:59
    std::chrono::minutes to{};    ///< the first minute outside, 00:01 to 24:00
    bool operator==(const CallingWindow&) const = default;
};

struct CallingHours {
    std::vector<CallingWindow> windows;                   ///< inside any of them; none: at any hour
    std::vector<std::chrono::local_days> blackout_dates;  ///< nobody is rung on these days, window or not
    bool operator==(const CallingHours&) const = default;

    [[nodiscard]] bool restrict_nothing() const { return windows.empty() && blackout_dates.empty(); }
};

inline constexpr std::chrono::minutes midnight_after{24 * 60};  ///< "24:00"

/// "09:30", up to "24:00"; empty when the text is no such time.
[[nodiscard]] std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text);
[[nodiscard]] std::string to_time_of_day(std::chrono::minutes after_midnight);

/// "2026-12-25"; empty when there is no such day.
[[nodiscard]] std::optional<std::chrono::local_days> parse_date(std::string_view text);
[[nodiscard]] std::string to_date(std::chrono::local_days day);

/// "mon" … "sun", from 0.
[[nodiscard]] std::optional<std::size_t> parse_weekday(std::string_view text);
[[nodiscard]] std::string_view weekday_name(std::size_t day);

}  // namespace carillon
