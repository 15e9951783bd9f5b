// SPDX-License-Identifier: MIT
// Where in the log somebody begins to listen. Pure.
#pragma once

#include <optional>

#include "store/event_verbs.hpp"

namespace carillon::events {

struct Beginning {
    EventId after;
    bool has_missed = false;  ///< what came next after what was seen is not in the log any more, or never was
};

/// Who has seen nothing hears what is new; who has seen event 0, all that is kept.
[[nodiscard]] Beginning begin_after(std::optional<EventId> seen, const store::EventRange& log);

}  // namespace carillon::events
