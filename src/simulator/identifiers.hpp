// SPDX-License-Identifier: MIT
// Names for what the fake makes: SIDs and UUIDs. They mix the start time into the seed, so that two runs with
// one seed do not give two calls one name: a database that saw both would take them for the same call.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "instant.hpp"
#include "simulator/dice.hpp"

namespace carillon::simulator {

class Identifiers {
public:
    Identifiers(std::uint64_t seed, Instant started_at);

    /// The prefix (CA, RQ) and 32 hex digits.
    [[nodiscard]] std::string sid(std::string_view prefix);
    [[nodiscard]] std::string uuid();

private:
    std::string hex_digits();

    Dice dice_;
};

}  // namespace carillon::simulator
