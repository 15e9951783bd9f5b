// SPDX-License-Identifier: MIT
// One call inside the fake: what was asked, what it will do, and how far it is.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "clock.hpp"
#include "simulator/call_script.hpp"
#include "simulator/create_form.hpp"

namespace carillon::simulator {

struct SimulatedCall {
    std::string sid;
    std::uint64_t ordinal = 0;  ///< the how-manieth call; lists show the highest first
    NewCall asked;
    CallScript script;
    std::string token;  ///< the `call` parameter of its StatusCallback; empty without one

    Instant created_at;
    Instant updated_at;
    Instant listed_from;  ///< before this, lists do not show it
    Milliseconds queue_time{0};

    Progress progress = Progress::queued;
    std::optional<Instant> started_at;
    std::optional<Instant> ended_at;
    Tick answered;  ///< means something once it is in progress
    Seconds duration{0};
    std::string answered_by;              ///< as far as it is known yet
    std::int64_t callbacks_numbered = 0;  ///< the next SequenceNumber
};

using CallPtr = std::shared_ptr<SimulatedCall>;

}  // namespace carillon::simulator
