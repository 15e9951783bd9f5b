// SPDX-License-Identifier: MIT
// All ways in which one call can be interrupted: where the process dies, what the carrier had answered, and
// how its callbacks come. By number, so that one number replays one of them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "support/simulation/sites.hpp"
#include "support/simulation/troubled_writer.hpp"

namespace carillon::test {

/// The `nth` time that this verb comes to this step.
struct Trouble {
    Step step = Step::before_commit;
    std::string_view verb;
    int nth = 1;
    Mishap mishap = Mishap::crashes;
};

/// What goes wrong in one life of a call. `troubles` strike one after the other.
struct Interruption {
    std::array<std::optional<Trouble>, 2> troubles;
    std::optional<Site> at_carrier;  ///< around the arrival of the POST
};

struct Combination {
    Interruption interruption;
    std::optional<Site> answer;     ///< none: 201
    std::optional<Site> callbacks;  ///< none: all arrive
    bool callbacks_are_early = false;

    [[nodiscard]] std::string name() const;
};

[[nodiscard]] std::int64_t combination_count();
[[nodiscard]] Combination combination(std::int64_t number);

}  // namespace carillon::test
