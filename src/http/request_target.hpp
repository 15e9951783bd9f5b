// SPDX-License-Identifier: MIT
// The target of a request in parts: `/path?query`, or the whole URL that a proxy would be sent. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace carillon::http {

struct Target {
    std::optional<std::string_view>
        authority;              ///< only where the whole URL was sent; a part of the text parsed
    std::string path;           ///< decoded
    std::vector<Header> query;  ///< decoded, in order
};

/// Fails with: invalid and a sentence.
[[nodiscard]] Result<Target> parse_target(std::string_view target);

}  // namespace carillon::http
