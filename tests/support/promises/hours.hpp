// SPDX-License-Identifier: MIT
// Calling hours, read from a call's own settings and held against the clocks where its contact is: with
// arithmetic of its own, because the code on trial must not be its own witness.
#pragma once

#include <string>

#include "support/promises/facts.hpp"

namespace carillon::test {

/// In which zone, and at which time there, a call was submitted outside of its calling hours; empty: in none.
[[nodiscard]] std::string find_wrong_hour(const CallRow& call);

}  // namespace carillon::test
