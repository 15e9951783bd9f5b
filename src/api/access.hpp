// SPDX-License-Identifier: MIT
// Who may use a route. Without an API key the API belongs to this machine alone: a tunnel, a proxy or a web
// page that reaches the port must not open it (docs/api.md, "Access").
#pragma once

#include <optional>

#include "config.hpp"
#include "error.hpp"
#include "http/message.hpp"

namespace carillon::api {

enum class Access {
    open,               ///< anybody
    carrier_signature,  ///< anybody who reaches it; the handler itself verifies the carrier's signature
    probe,         ///< this machine, and with an API key configured anybody: says little, changes nothing
    operator_key,  ///< the API key; without one configured, this machine
};

/// Why this request may not use a route with this access; none: it may.
[[nodiscard]] std::optional<Error> find_refusal(Access access,
                                                const http::Request& request,
                                                const Config& config);

}  // namespace carillon::api
