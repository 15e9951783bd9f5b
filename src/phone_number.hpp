// SPDX-License-Identifier: MIT
// A number that can be rung, in E.164. Made only by parsing; prints masked unless `e164()` is asked for.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace carillon {

class PhoneNumber {
public:
    /// The shape of E.164 alone: `+`, then 7 to 15 digits, the first not 0 (ITU-T E.164). Nanoseconds, no
    /// tables.
    [[nodiscard]] static std::optional<PhoneNumber> from_e164(std::string_view text);

    [[nodiscard]] const std::string& e164() const { return e164_; }
    /// For logs and people who need not know: `+1******2671`.
    [[nodiscard]] std::string masked() const;

    auto operator<=>(const PhoneNumber&) const = default;

private:
    explicit PhoneNumber(std::string e164) : e164_(std::move(e164)) {}
    std::string e164_;
};

/// The same text with every phone number in it (7 digits or more) masked.
[[nodiscard]] std::string masked_numbers(std::string_view text);

}  // namespace carillon
