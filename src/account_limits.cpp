// SPDX-License-Identifier: MIT
#include "account_limits.hpp"

#include <algorithm>
#include <charconv>

namespace carillon {
namespace {

constexpr Micros unit = 1'000'000;
constexpr std::size_t decimals = 6;

bool is_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::int64_t value_of(std::string_view digits) {
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

}  // namespace

std::optional<Micros> parse_amount(std::string_view text) {
    constexpr std::int64_t most_units = 1'000'000'000;
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    std::string fraction{point == std::string_view::npos ? "0" : text.substr(point + 1)};
    if (!is_digits(whole) || !is_digits(fraction) || whole.size() > 10 || fraction.size() > decimals)
        return std::nullopt;
    fraction.resize(decimals, '0');
    const Micros amount = value_of(whole) * unit + value_of(fraction);
    if (amount > most_units * unit) return std::nullopt;
    return amount;
}

std::string amount_text(Micros amount) {
    std::string fraction = std::to_string(unit + amount % unit).substr(1);
    fraction.erase(std::max<std::size_t>(fraction.find_last_not_of('0') + 1, 2));
    return std::to_string(amount / unit) + "." + fraction;
}

std::optional<PriceTable> PriceTable::parse(std::string_view text) {
    constexpr Micros dearest = 1'000 * unit;
    constexpr std::size_t longest_prefix = 15;
    std::map<std::string, Micros> per_minute;
    while (!text.empty()) {
        const std::string_view entry = text.substr(0, text.find(','));
        text.remove_prefix(std::min(entry.size() + 1, text.size()));
        const std::size_t equals = entry.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        const std::string_view prefix = entry.substr(0, equals);
        const auto price = parse_amount(entry.substr(equals + 1));
        if (!is_digits(prefix) || prefix.front() == '0' || prefix.size() > longest_prefix || !price ||
            *price > dearest || !per_minute.emplace(prefix, *price).second)
            return std::nullopt;
    }
    return PriceTable{std::move(per_minute)};
}

std::string PriceTable::text() const {
    std::string text;
    for (const auto& [prefix, price] : per_minute_)
        text += (text.empty() ? "" : ",") + prefix + "=" + amount_text(price);
    return text;
}

std::optional<Micros> PriceTable::per_minute(std::string_view e164) const {
    if (e164.starts_with('+')) e164.remove_prefix(1);
    for (; !e164.empty(); e164.remove_suffix(1))
        if (const auto found = per_minute_.find(std::string{e164}); found != per_minute_.end())
            return found->second;
    return std::nullopt;
}

}  // namespace carillon
