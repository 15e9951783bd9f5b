// SPDX-License-Identifier: MIT
// In which time zones a contact may be: what its row in the list says, else what its number tells.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "phone_number.hpp"

namespace carillon {

/// Zones as they are kept with a contact: IANA names in alphabetical order, one space between.
class ContactZones {
public:
    ContactZones() = default;
    explicit ContactZones(std::string text) : text_(std::move(text)) {}

    /// `time_zone`: from the contact's row; empty: the row does not say, and the number's zones count.
    [[nodiscard]] static ContactZones find(const PhoneNumber& phone, std::string_view time_zone);

    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] std::vector<std::string> names() const;
    /// Nobody knows.
    [[nodiscard]] bool empty() const { return text_.empty(); }
    bool operator==(const ContactZones&) const = default;

private:
    std::string text_;
};

}  // namespace carillon
