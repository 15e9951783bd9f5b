// SPDX-License-Identifier: MIT
// A request of ours as bytes. Pure.
#pragma once

#include <string>

#include "http/client.hpp"

namespace carillon::http {

/// Host and port as a Host header and a connection's key have them.
[[nodiscard]] std::string authority_of(const Url& url);

/// False is the caller's mistake, found before it can do harm: a line break in a header would begin another.
[[nodiscard]] bool is_sendable(const Url& url, const Outgoing& request);

[[nodiscard]] std::string to_text(const Url& url, const Outgoing& request);

}  // namespace carillon::http
