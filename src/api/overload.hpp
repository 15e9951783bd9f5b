// SPDX-License-Identifier: MIT
// Who is sent away while the store does not keep up. Callbacks never are: they come from calls that were paid
// for, and their number is bounded by the connections that the server allows.
#pragma once

#include <cstddef>
#include <optional>

#include "api/access.hpp"
#include "store/backlog.hpp"

namespace carillon::api {

/// As many as one commit or one round of reading takes: who comes now would wait for two.
inline constexpr std::size_t longest_backlog = 512;

/// Why this request cannot wait its turn now; none: it can.
[[nodiscard]] std::optional<Error> find_overload(Access access, store::Backlog waiting);

}  // namespace carillon::api
