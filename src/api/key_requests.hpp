// SPDX-License-Identifier: MIT
// The body that asks for an API key. Every refusal names the member that is wrong.
#pragma once

#include <string_view>

#include "api_key.hpp"
#include "error.hpp"

namespace carillon::api {

/// {"name", "scopes": […], "expires_at", "requests_per_second"}, the last two optional; without its secret.
[[nodiscard]] Result<NewApiKey> read_key_wanted(std::string_view body, Instant now);

}  // namespace carillon::api
