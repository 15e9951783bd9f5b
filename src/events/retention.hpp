// SPDX-License-Identifier: MIT
// How long events and deliveries are kept, and the task that lets go of older ones, a portion at a time.
// Runs on: the loop.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "clock.hpp"
#include "store/store.hpp"

namespace carillon::events {

/// Events for three days: so long can who listens be away. Deliveries that arrived for a day; dead ones for
/// thirty. What could not be delivered in seven days, because its webhook was disabled, is given up.
[[nodiscard]] store::DeleteOld what_is_old(Instant now);

/// For ever.
boost::asio::awaitable<void> delete_what_is_old(store::Store& store, Clock& clock);

}  // namespace carillon::events
