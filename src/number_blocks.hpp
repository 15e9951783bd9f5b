// SPDX-License-Identifier: MIT
// A list of a million numbers, normalised and judged without asking libphonenumber (14 µs and more a number)
// for each. Numbers that differ in their last four digits alone form a block, and what the library said of
// one of them holds for the next, in one direction only: once it let a number pass, its block passes. Where
// it objects it is asked each time, so nobody is left out by his neighbour; and whoever is called is judged
// by the library itself when he is claimed. Not for two threads at once.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "error.hpp"
#include "phone_number.hpp"

namespace carillon {

class NumberBlocks {
public:
    NumberBlocks() = default;
    /// Why a number must not be called; none: it may be. Asked once for a block that passes.
    using Objection = std::function<std::optional<std::string>(const PhoneNumber&)>;
    explicit NumberBlocks(Objection objection) : objection_(std::move(objection)) {}

    /// As `normalize_phone_number`.
    [[nodiscard]] Result<PhoneNumber> normalize(std::string_view text, std::string_view default_country);
    [[nodiscard]] std::optional<std::string> objection(const PhoneNumber& number);

private:
    /// By country, plus and digits as they are written: the same in E.164. The last four digits are left out,
    /// of both.
    std::unordered_map<std::string, std::string> written_;
    std::unordered_set<std::string> passed_;  ///< E.164, without the last four digits
    Objection objection_;
};

}  // namespace carillon
