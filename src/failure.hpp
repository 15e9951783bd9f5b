// SPDX-License-Identifier: MIT
// What an exception says, at the edges where one is caught to be written down.
#pragma once

#include <exception>
#include <string>

namespace carillon {

[[nodiscard]] std::string what_of(const std::exception_ptr& failure);

}  // namespace carillon
