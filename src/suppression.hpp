// SPDX-License-Identifier: MIT
// A suppression: a number that must not be called, in any campaign.
#pragma once

#include <string>

#include "instant.hpp"
#include "phone_number.hpp"

namespace carillon {

struct NewSuppression {
    PhoneNumber phone;
    std::string reason;
};

struct Suppression {
    std::string phone;
    std::string reason;
    Instant created_at;
};

}  // namespace carillon
