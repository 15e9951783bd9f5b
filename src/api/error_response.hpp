// SPDX-License-Identifier: MIT
// Errors as RFC 9457 problem documents. Here is the only place where an Errc becomes an HTTP status.
#pragma once

#include <string>

#include "error.hpp"
#include "http/message.hpp"

namespace carillon::api {

[[nodiscard]] int status_of(Errc code);

/// {"type", "title", "status", "detail", "errors"}: what is wrong, and field by field where.
[[nodiscard]] http::Response problem(const Error& error);

/// The same with a status that no Errc stands for (405, 415, or what the server found wrong with the
/// framing).
[[nodiscard]] http::Response problem(int status, const Error& error);

/// 404: "There is no campaign 17."
[[nodiscard]] Error no_such(std::string_view noun, std::string_view name);

}  // namespace carillon::api
