// SPDX-License-Identifier: MIT
// Idempotency-Key: a client's promise that two requests with one key are one request.
#pragma once

#include <optional>
#include <string_view>

#include "error.hpp"
#include "http/message.hpp"
#include "store/verbs.hpp"

namespace carillon::api {

/// The request's key with the fingerprint (SHA-256) of what it asks for; none when it sends none. `meaning`
/// is the request's content in a form in which two requests that mean the same are the same. Fails with:
/// invalid, when the key is longer than 255 bytes or not printable ASCII.
[[nodiscard]] Result<std::optional<store::IdempotencyKey>> read_idempotency_key(const http::Request& request,
                                                                                std::string_view meaning);

}  // namespace carillon::api
