// SPDX-License-Identifier: MIT
// Numbers that mean something: our own endings, which fix how a call goes, and Twilio's test numbers, which
// fix how a request is refused (docs/fake-twilio.md has both tables for people).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "simulator/profile.hpp"

namespace carillon::simulator {

struct Behaviour {
    Profile profile;
    Faults faults;
};

/// `given`, unless the number's last four digits are magic: then exactly what they stand for, with
/// certainty, and no other fault. `sequence` counts the requests to this number from 0.
[[nodiscard]] Behaviour behaviour_of(std::string_view number, std::uint64_t sequence, Behaviour given);

/// The error code with which Twilio's test numbers are refused as To, as From.
[[nodiscard]] std::optional<int> refusal_of_test_to(std::string_view number);
[[nodiscard]] std::optional<int> refusal_of_test_from(std::string_view number);

}  // namespace carillon::simulator
