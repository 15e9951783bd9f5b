// SPDX-License-Identifier: MIT
// What the account as a whole may use, whatever its campaigns ask for; and what a call may cost.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace carillon {

/// Millionths of the account's currency unit: sums of prices stay exact.
using Micros = std::int64_t;

/// What a minute costs, by the beginning of the number that is called: digits without the `+`.
class PriceTable {
public:
    PriceTable() = default;
    explicit PriceTable(std::map<std::string, Micros> per_minute) : per_minute_(std::move(per_minute)) {}

    /// `1=0.014,41=0.03,4179=0.32`: a prefix of digits and a price from 0 to 1000 with at most six decimals.
    [[nodiscard]] static std::optional<PriceTable> parse(std::string_view text);
    [[nodiscard]] std::string text() const;

    /// By the longest prefix that fits; none: nobody knows.
    [[nodiscard]] std::optional<Micros> per_minute(std::string_view e164) const;
    [[nodiscard]] bool empty() const { return per_minute_.empty(); }
    bool operator==(const PriceTable&) const = default;

private:
    std::map<std::string, Micros> per_minute_;
};

/// An amount such as 12.50, from 0 to 1,000,000,000 with at most six decimals.
[[nodiscard]] std::optional<Micros> parse_amount(std::string_view text);
[[nodiscard]] std::string amount_text(Micros amount);

/// Zero is no limit, everywhere. A day begins at midnight in `time_zone`.
struct AccountLimits {
    std::int64_t max_concurrent_calls = 50;
    std::int64_t max_concurrent_calls_per_from_number = 0;
    std::int64_t max_calls_per_number_per_day = 0;   ///< in any 24 hours
    std::int64_t max_calls_per_number_per_week = 0;  ///< in any 7 days of 24 hours
    std::int64_t max_calls_per_day = 0;
    std::int64_t max_minutes_per_day = 0;  ///< each call's begun minutes, as carriers bill them
    Micros max_spend_per_day = 0;          ///< minutes by `prices`
    PriceTable prices;
    std::string time_zone = "UTC";
    bool operator==(const AccountLimits&) const = default;
};

}  // namespace carillon
