// SPDX-License-Identifier: MIT
// Numbers as people write them, made E.164 by the world's numbering plans (libphonenumber, hidden in the
// .cpp).
#pragma once

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

/// Whether this is a country (or territory) with a numbering plan, in ISO 3166-1 alpha-2 form: `US`, not `us`
/// or `USA`.
[[nodiscard]] bool is_country(std::string_view code);

}  // namespace carillon
