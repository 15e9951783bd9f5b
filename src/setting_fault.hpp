// SPDX-License-Identifier: MIT
// What is wrong with a setting's value.
#pragma once

#include <string>
#include <utility>

namespace carillon {

struct SettingFault {
    // Not explicit: a reader of a plain value just says what is wrong.
    SettingFault(std::string what, std::string which = {})
        : text(std::move(what)), member(std::move(which)) {}
    SettingFault(const char* what) : text(what) {}

    std::string text;    ///< the end of a sentence that begins with the field's name
    std::string member;  ///< the member of an object that is wrong; empty: the value as a whole
};

}  // namespace carillon
