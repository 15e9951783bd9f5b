// SPDX-License-Identifier: MIT
// An event as JSON, the same for who listens and for who is told: {"id", "type", "timestamp", "data"}.
// docs/api.md describes it.
#pragma once

#include <string>

#include "event.hpp"

namespace carillon::events {

[[nodiscard]] std::string to_payload(const EventRecord& record);

}  // namespace carillon::events
