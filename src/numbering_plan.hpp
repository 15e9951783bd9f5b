// SPDX-License-Identifier: MIT
// Numbers as people write them, made E.164 by the world's numbering plans (libphonenumber, hidden in the
// .cpp).
#pragma once

#include <string>
#include <string_view>

#include "error.hpp"
#include "phone_number.hpp"

namespace carillon {

/// A number as people write it ("(415) 555-2671", "+41 44 668 18 00"), made E.164. What starts with `+` must
/// have a possible length for its country (fictional and test numbers pass: the carrier has the last word);
/// what is written nationally must be a valid number of `default_country` (ISO 3166-1 alpha-2; empty: such a
/// number is refused). Fails with: Errc::invalid and a sentence that says what is wrong with the number. Uses
/// libphonenumber.
[[nodiscard]] Result<PhoneNumber> normalize_phone_number(std::string_view text,
                                                         std::string_view default_country);

/// What is special about a number, as far as its country's plan says.
enum class NumberKind {
    ordinary,      ///< fixed line, mobile, toll-free, voice over IP, personal
    premium_rate,  ///< whoever calls pays more
    shared_cost,
    pager,
    corporate,      ///< one number for a whole company (UAN)
    voicemail,      ///< a mailbox, nobody's phone
    international,  ///< of no country: satellites, international networks and services
    unknown,        ///< in no country's plan
};

struct NumberFacts {
    std::string country;  ///< ISO 3166-1 alpha-2; empty: of none, or nobody knows. +1 is 25 countries
    NumberKind kind = NumberKind::unknown;
};

/// By libphonenumber's data. North America's area code 555, in which nobody lives, counts as US and ordinary:
/// test numbers are in it.
[[nodiscard]] NumberFacts facts_of(const PhoneNumber& number);

/// Whether this is a country (or territory) with a numbering plan, in ISO 3166-1 alpha-2 form: `US`, not `us`
/// or `USA`.
[[nodiscard]] bool is_country(std::string_view code);

}  // namespace carillon
