// SPDX-License-Identifier: MIT
// Where in the world's time zones a phone number may lie, as far as its digits tell.
#pragma once

#include <span>
#include <string>

#include "phone_number.hpp"

namespace carillon {

/// The IANA zones in which a number that begins like this may lie, by the longest prefix that is known;
/// empty: nobody knows. Many for a country with many zones whose mobile numbers do not tell. Source:
/// libphonenumber's time zone map (data/number_zones.tsv).
[[nodiscard]] std::span<const std::string> zones_of(const PhoneNumber& number);

}  // namespace carillon
