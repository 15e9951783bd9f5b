// SPDX-License-Identifier: MIT
// A posted form, sorted by its names: found quickly, and written as JSON. For the .cpp files of this room.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "json_parts.hpp"
#include "twilio/form.hpp"

namespace carillon::twilio {

class PostedFields {
public:
    /// `form` is lent for this object's life. Its texts are UTF-8.
    explicit PostedFields(const Form& form);

    /// The first value with this name; empty when there is none.
    [[nodiscard]] std::string_view find(std::string_view name) const;

    /// An object of strings; a name that came more than once has an array of them. What one call's callbacks
    /// have alike, and many calls' with them (the account, the number that calls, places), is shared.
    [[nodiscard]] JsonParts to_json() const;

private:
    std::vector<std::pair<std::string_view, std::string_view>> sorted_;  ///< equal names in order of arrival
};

/// Appends `"text"`, escaped.
void append_json(std::string& json, std::string_view text);

}  // namespace carillon::twilio
